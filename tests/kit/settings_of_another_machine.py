"""The settings of a machine that is not like the others: of a VERSION of its own, or with a clock CLOCK_HOURS ahead."""

import os
import time
from datetime import datetime, timedelta

from settings_for_tests import *  # noqa: F403
from two_versions import VERSIONS

from screener.rule_sets import clinic
from web import clock

clinic.CLINIC_RULES = VERSIONS[os.environ["VERSION"]]

if hours := float(os.environ.get("CLOCK_HOURS", "0")):
    right_time = time.time
    time.time = lambda: right_time() + hours * 3600
    clock.today = lambda: (datetime.now().astimezone() + timedelta(hours=hours)).date()
