"""docs/security.md says what is so: each point of the standard is there once, and each test and file that it names."""

import re
from collections import Counter

from django.conf import settings
from every import every
from named_tests import names_in

from kyphoplasty_site.serving import BLOCKING_THREADS
from referrals.prefilled_links import LAST_DAYS
from screener import views
from web import typesetting

ROOT = settings.BASE_DIR
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# OWASP ASVS 5.0.0: of each section how many points are of level 1, and how many of level 2, which come after those.
SECTIONS = {
    **{"1.1": (0, 2), "1.2": (5, 4), "1.3": (2, 9), "1.4": (0, 3), "1.5": (1, 1)},
    **{"2.1": (1, 2), "2.2": (2, 1), "2.3": (1, 3), "2.4": (0, 1)},
    **{"3.2": (2, 0), "3.3": (1, 3), "3.4": (2, 4), "3.5": (3, 2), "3.7": (0, 2)},
    **{"4.1": (1, 2), "4.2": (0, 1), "4.3": (0, 2), "4.4": (1, 3)},
    **{"5.1": (0, 1), "5.2": (2, 1), "5.3": (2, 0), "5.4": (0, 3)},
    **{"6.1": (1, 2), "6.2": (8, 4), "6.3": (2, 2), "6.4": (2, 2), "6.5": (0, 5), "6.6": (0, 3), "6.8": (0, 4)},
    **{"7.1": (0, 3), "7.2": (4, 0), "7.3": (0, 2), "7.4": (2, 3), "7.5": (0, 2), "7.6": (0, 2)},
    **{"8.1": (1, 1), "8.2": (2, 1), "8.3": (1, 0), "8.4": (0, 1)},
    **{"9.1": (3, 0), "9.2": (1, 3)},
    **{"10.1": (0, 2), "10.2": (0, 2), "10.3": (0, 4), "10.4": (5, 6), "10.5": (0, 5), "10.6": (0, 2), "10.7": (0, 3)},
    **{"11.1": (0, 2), "11.2": (0, 3), "11.3": (2, 1), "11.4": (1, 3), "11.5": (0, 1), "11.6": (0, 1)},
    **{"12.1": (1, 2), "12.2": (2, 0), "12.3": (0, 4)},
    **{"13.1": (0, 1), "13.2": (0, 5), "13.3": (0, 2), "13.4": (1, 4)},
    **{"14.1": (0, 2), "14.2": (1, 3), "14.3": (1, 2)},
    **{"15.1": (1, 2), "15.2": (1, 2), "15.3": (1, 6)},
    **{"16.1": (0, 1), "16.2": (0, 5), "16.3": (0, 4), "16.4": (0, 3), "16.5": (0, 3)},
    **{"17.1": (0, 1), "17.2": (0, 4), "17.3": (0, 2)},
}
LEVELS = {
    f"{section}.{number}": 1 if number <= first else 2
    for section, (first, second) in SECTIONS.items()
    for number in range(1, first + second + 1)
}
APPLIES, _, DOES_NOT = PAGE.partition("### Does not apply")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in APPLIES.splitlines()
    if line.startswith("| v5.0.0-")
]
STATES = ["Met", "Partly", "Operator"]
NAMED = re.compile(r"`(test_\w+)\.py::(\w+)`")


def left_out():
    """The points that do not apply: named one by one, by section or by chapter."""
    for name in re.findall(r"v5\.0\.0-(V?[\d.]+)", DOES_NOT):
        if name.startswith("V"):
            yield from (point for point in LEVELS if point.startswith(f"{name[1:]}."))
        else:
            yield name


def state(row):
    return row[3].partition(":")[0]


def test_the_standard_has_70_points_of_level_1_and_183_of_level_2():
    assert Counter(LEVELS.values()) == {1: 70, 2: 183}


def test_every_point_is_there_once_and_no_other():
    points = [row[0].removeprefix("v5.0.0-") for row in ROWS]
    assert Counter([*points, *left_out()]) == dict.fromkeys(LEVELS, 1)


@every("row", {row[0]: row for row in ROWS})
def test_each_point_says_its_level_how_it_stands_and_what_shows_it(row):
    point, level, asked, here, shown = row if len(row) == 5 else [*row, ""]
    assert int(level) == LEVELS[point.removeprefix("v5.0.0-")]
    assert asked
    assert state(row) in STATES
    if state(row) == "Met":
        assert NAMED.search(shown) or "](#" in here
    else:
        assert ":" in here or state(row) == "Operator"


def test_the_sums_are_those_of_the_rows():
    counted = Counter((int(row[1]), state(row)) for row in ROWS)
    not_applying = Counter(LEVELS[point] for point in left_out())
    for level in (1, 2):
        sums = [counted[level, one] for one in STATES] + [not_applying[level]]
        assert f"| level {level} | {' | '.join(map(str, sums))} |" in PAGE


def test_every_test_that_is_named_is_there():
    named = set(NAMED.findall(PAGE))
    assert len(named) > 60
    for file, name in named:
        assert name in names_in(file), f"{file}: {name}"
    assert len(re.findall(r"::", PAGE)) == len(NAMED.findall(PAGE))


def test_every_file_that_is_named_is_there_and_every_link_leads_somewhere():
    for name in re.findall(r"`((?:[a-z_]+/)+[\w.-]+\.\w+|requirements\.txt)`", PAGE):
        assert (ROOT / name).is_file(), name
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(#([^)]+)\)", PAGE):
        assert target in headings, target
    for target in re.findall(r"\]\(([^#)]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_the_limits_are_those_of_the_code():
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 64 * 1024
    assert "| the body of a request | 64 KiB" in PAGE
    assert f"| fields of a form | {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} |" in PAGE
    assert "LONGEST_SECONDS = 5\n" in (ROOT / "web" / "typesetting.py").read_text()  # more, in tests
    kept_guides = views._make_once.cache_info().maxsize
    places = f"{typesetting.MOST_AT_ONCE}, of {BLOCKING_THREADS} threads; 5 seconds each"
    assert f"| PDFs made at once in one worker | {places} |" in PAGE
    of_everybody = (
        f"{typesetting.MOST_SHARED}, kept in memory once made: {typesetting.MOST_KEPT} sheets, {kept_guides} guides"
    )
    assert f"(a blank guide, clinics’ sheets) | {of_everybody} |" in PAGE
    assert f"| answers | {settings.ANSWERS_LAST_HOURS} hours after the last |" in PAGE
    assert f"| a prefilled link | {LAST_DAYS} days |" in PAGE


def test_the_proxy_speaks_no_old_tls_and_does_not_say_its_version():
    lines = [line.strip() for line in (ROOT / "deploy" / "nginx.conf").read_text().splitlines()]
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in lines
    assert "server_tokens off;" in lines
    assert "return 301 https://$host$request_uri;" in lines
    assert [line for line in lines if line.startswith("listen")] == [
        *("listen 80 default_server;", "listen 443 ssl http2 default_server;"),
        *("listen 80;", "listen 443 ssl http2;"),
    ]
