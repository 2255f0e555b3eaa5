"""Every page in every state fits any screen and a finger, prints what it must, is like no other, asks no other host."""

from collections import Counter

import pytest

from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = pytest.mark.browser


def test_no_page_scrolls_sideways_on_any_screen(walk):
    found = [(state.name, width, wide) for state in walk.states for width, wide in state.too_wide.items() if wide]
    assert found == []


def test_every_control_is_at_least_44_px_high(walk):
    found = [(state.name, width, low) for state in walk.states for width, low in state.low_controls.items() if low]
    assert found == []


def test_every_state_of_a_page_says_something_else_under_one_heading(walk):
    assert [state.name for state in walk.states if state.headings != 1] == []
    times = Counter(state.words for state in walk.states)
    assert [state.name for state in walk.states if times[state.words] > 1] == []


def test_every_printout_leaves_out_the_chrome_and_holds_the_help_lines(walk):
    assert [(state.name, state.printed_chrome) for state in walk.states if state.printed_chrome] == []
    needed = [words for line in CLINIC_RULES.help_lines for words in (line.call, *line.signs)]
    assert [(state.name, words) for state in walk.states for words in needed if words not in state.printed] == []


def test_no_page_asks_another_host_for_anything_on_screen_or_on_paper(walk):
    assert len(walk.asked) > 100
    # An address of the site's own is kept without its host.
    assert {address for address in walk.asked if not address.startswith("/")} == set()
