"""What a person takes along beside the guide: the summary as text, and the last days for a calendar."""

from datetime import date, datetime

import pytest
from english import FORBIDDEN
from every import every
from icalendar import Calendar
from patients import CALL_911, CALL_TODAY, CASES, CAUTIONS, FITS, STOPS, say, summary_of, text_of
from served import read, remember, see

from screener.guide.message import CUT_SHORT, SHORT, short_text
from screener.guide.page import Guide

CALENDAR = "/self-check/last-days.ics"


def guide_of(name):
    today = date.fromisoformat(CASES[name]["today"])
    return Guide(summary_of(CASES[name]["answers"], today))


def in_brief(guide):
    """All that is ticked, as the short text says it."""
    facts = [guide.summary.rule_set.fact(fact) for fact in ("urgent_signs", "stops", "cautions")]
    answers = [(fact, guide.summary.sheet.known(fact.id) or ()) for fact in facts]
    return [
        fact.option(value).said(guide.summary.someone_else, brief=True) for fact, ticked in answers for value in ticked
    ]


@every("name", list(CASES))
def test_the_short_text_fits_a_message_and_says_first_what_comes_first(name):
    guide, text = guide_of(name), short_text(guide_of(name))
    assert len(text) <= SHORT
    before, _, after = text.partition(f"“{guide.summary.sentence}”")
    assert after
    assert all(one in before for one in in_brief(guide))
    # Where nothing is ticked and no gate raises anything, the outcome comes at once.
    unanswered = guide.summary.sheet.known("urgent_signs") is None
    assert (before.count("\n") == 1) is not (in_brief(guide) or guide.summary.raised or guide.call_today or unanswered)
    assert text.endswith(CUT_SHORT) or guide.questions[-1] in text
    assert not FORBIDDEN.search(text)


def test_both_texts_stand_in_boxes_on_the_summary_that_need_no_script(client):
    shown = read(remember(client, FITS).get("/self-check/summary/"))
    boxes = shown.all("textarea")
    guide = Guide(summary_of(FITS))
    assert [box["text"].strip() for box in boxes] == [short_text(guide), text_of(guide.summary)]
    assert all("readonly" in box["attrs"] for box in boxes)
    assert all("hidden" in button["attrs"] for button in shown.all("button") if "data-copy" in button["attrs"])


@pytest.mark.parametrize(("ticked", "tells"), [({}, False), ({"say_what": "yes"}, True)])
def test_the_calendar_has_the_last_days_and_tells_of_health_only_if_asked(client, ticked, tells):
    response = remember(client, FITS).post(CALENDAR, ticked)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    found = Guide(summary_of(FITS))
    assert [event.decoded("dtstart") for event in events] == list(found.last_days.values()) != []
    assert all((event.decoded("dtend") - event.decoded("dtstart")).days == 1 for event in events)
    assert len({str(event["uid"]) for event in events}) == len(events)
    titles = " ".join(str(event["summary"]) for event in events)
    assert ("scan" in titles) is tells
    assert b"yphoplasty" not in response.content


def test_no_event_has_an_id_that_anybody_could_ask_this_site_for(client):
    remember(client, FITS)
    files = [Calendar.from_ical(client.post(CALENDAR).content).walk("VEVENT") for _ in range(3)]
    ids = [str(event["uid"]) for events in files for event in events]
    assert len(set(ids)) == len(ids) == 3 * len(files[0])
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize("ticked", [{}, {"say_what": "yes"}])
def test_the_calendar_says_or_later_where_the_page_does_and_nowhere_else(client, ticked):
    by_month = {**FITS, "pain_began": "2026-10"}
    said = see(remember(client, by_month), "/self-check/summary/").text
    response = client.post(CALENDAR, {**ticked, "remind": "yes"})
    events = Calendar.from_ical(response.content).walk("VEVENT")
    later = set()
    assert len(events) == 2
    for event in events:
        on_the_page = f"the days count to {say('scan_date', event.decoded('dtstart').isoformat())}"
        assert on_the_page in said
        titles = {str(one) for one in (event["summary"], *(alarm["description"] for alarm in event.walk("VALARM")))}
        assert len(titles) == 1
        assert titles.pop().endswith("(or later)") is (f"{on_the_page} or later." in said)
        later.add(f"{on_the_page} or later." in said)
    assert later == {True, False}
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_the_events_are_private_and_remind_in_time_only_if_asked(client):
    remember(client, FITS)
    for ticked, times in (({}, 0), ({"remind": "yes"}, 2)):
        events = Calendar.from_ical(client.post(CALENDAR, ticked).content).walk("VEVENT")
        for event in events:
            assert event["class"] == "PRIVATE"
            alarms = event.walk("VALARM")
            start = datetime.combine(event.decoded("dtstart"), datetime.min.time())
            rings = [start + alarm.decoded("trigger") for alarm in alarms]
            assert [(start - ring).days + 1 for ring in rings] == [7, 1][:times]
            assert all(ring.hour == 9 for ring in rings)
            assert all((alarm["action"], alarm["description"]) == ("DISPLAY", event["summary"]) for alarm in alarms)


def test_without_a_day_to_come_there_is_no_calendar(client):
    assert client.post(CALENDAR)["Location"] == "/self-check/summary/"


@pytest.mark.parametrize("signs", [CALL_TODAY, CALL_911 + CALL_TODAY, None], ids=["today", "all", "open"])
def test_whoever_ticked_everything_still_has_it_all_in_the_short_text(signs):
    given = {**FITS, "for_whom": "someone_else", "urgent_signs": signs, "stops": STOPS, "cautions": CAUTIONS}
    guide = Guide(summary_of(given))
    text = short_text(guide)
    assert len(text) <= SHORT
    assert all(one in text for one in in_brief(guide))
    assert f"“{guide.summary.sentence}”" in text
