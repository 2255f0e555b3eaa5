"""The settings of a machine that is not like the others: NEXT_VERSION is on, or its clock is CLOCK_HOURS ahead."""

import os
import time
from datetime import datetime, timedelta

from next_version import NEXT
from settings_for_tests import *  # noqa: F403

from screener.rule_sets import clinic
from web import clock

if os.environ.get("NEXT_VERSION"):
    clinic.CLINIC_RULES = NEXT

if hours := float(os.environ.get("CLOCK_HOURS", "0")):
    right_time = time.time
    time.time = lambda: right_time() + hours * 3600
    clock.today = lambda: (datetime.now().astimezone() + timedelta(hours=hours)).date()
