"""What comes back of a packet: a review that signs exactly what was ticked, in the words that were read."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from kyphoplasty_site.review import entering
from kyphoplasty_site.review.packet import Entry, Packet, Section
from kyphoplasty_site.review.showing import Shown
from kyphoplasty_site.reviewed import all_items
from reviews import ledger as ledgers
from reviews.items import Item
from reviews.ledger import Role, Verdict, read_ledger, refuse_unknown
from reviews.standing import State, standing_of
from web import clock

DAY = date(2026, 11, 20)
ITEMS = [
    Item("clinic/facts.adult", ("Are you 18 or older?",), "facts.adult"),
    *(Item(f"page:number-{number}", (f"The words of page {number}.",)) for number in range(2, 8)),
]
READER = ["Clinician One", "MD", "None.", "2026-11-21"]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "reviews"
    made.mkdir()
    monkeypatch.setattr(ledgers, "HERE", made)
    return made


@pytest.fixture
def manifest(tmp_path):
    entries = tuple(Entry(number, item, Shown(item.id)) for number, item in enumerate(ITEMS, 1))
    packet = Packet(Role.CLINICIAN, "en", DAY, "", (), (Section("", "", entries),))
    path = tmp_path / "packet.json"
    path.write_text(packet.manifest())
    return path


@pytest.fixture
def typed(monkeypatch):
    """What is typed on the terminal, line by line."""

    def typed(*lines):
        left = [*lines]
        monkeypatch.setattr("builtins.input", lambda question: left.pop(0) if left else "")

    return typed


def answers(tmp_path, *lines):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["number,verdict,remark", *lines, ""]))
    return path


def only_review(folder):
    (review,) = read_ledger(folder, clock.today()).reviews
    return review


def test_a_ledger_made_on_the_terminal_signs_exactly_what_was_ticked(folder, manifest, typed):
    typed(*READER, "1-2, 4", "5", "Say who was counted.", "", "6", "The number is wrong.", "")
    call_command("review", "enter", manifest)
    review = only_review(folder)
    assert [(one.item, one.verdict, one.remark) for one in review.signatures] == [
        ("clinic/facts.adult", Verdict.CHECKED, ""),
        ("page:number-2", Verdict.CHECKED, ""),
        ("page:number-4", Verdict.CHECKED, ""),
        ("page:number-5", Verdict.WITH_A_REMARK, "Say who was counted."),
        ("page:number-6", Verdict.REFUSED, "The number is wrong."),
    ]
    assert (review.reviewer, review.credentials, review.interests) == ("Clinician One", "MD", "None.")
    assert (review.role, review.language, review.day) == (Role.CLINICIAN, "en", date(2026, 11, 21))
    ledger = read_ledger(folder, clock.today())
    refuse_unknown(ledger, "en", [item.id for item in ITEMS])
    states = [standing_of(ledger, item, "en").state for item in ITEMS]
    checked, unread = State.CHECKED, State.UNREAD
    assert states == [checked, checked, unread, checked, checked, unread, unread]


def test_a_csv_file_says_the_same(folder, manifest, typed, tmp_path):
    typed(*READER)
    rows = ("1-2,checked,", "4,checked,", '5,checked with a remark,"Say who, please."', "", "6,refused,Wrong.")
    call_command("review", "enter", manifest, answers(tmp_path, *rows))
    said = {one.item: (one.verdict, one.remark) for one in only_review(folder).signatures}
    assert said["page:number-5"] == (Verdict.WITH_A_REMARK, "Say who, please.")
    assert said["page:number-6"] == (Verdict.REFUSED, "Wrong.")
    assert len(said) == 5


def test_what_was_read_is_signed_though_the_site_says_something_else_by_now(folder, manifest, typed):
    typed(*READER, "2")
    call_command("review", "enter", manifest)
    ledger = read_ledger(folder, clock.today())
    assert ledger.words(only_review(folder).signatures[0].words) == ("The words of page 2.",)
    assert standing_of(ledger, Item("page:number-2", ("Other words.",)), "en").state == State.CHANGED


def test_what_left_the_site_since_the_packet_was_made_does_not_stop_the_next_start(folder, manifest, typed, capsys):
    typed(*READER, "1-2", "", "")
    call_command("review", "enter", manifest)
    assert "No longer on the site, and so listed in reviews/gone.txt: page:number-2." in capsys.readouterr().out
    refuse_unknown(read_ledger(folder, clock.today()), "en", all_items())
    assert (folder / "gone.txt").read_text() == "page:number-2\n"


def test_a_remark_of_two_lines_and_a_name_that_nobody_can_see_do_not_break_the_file(folder, manifest, typed, tmp_path):
    typed("\u202eOne", *READER)
    call_command("review", "enter", manifest, answers(tmp_path, '1,refused,"Say who', 'was asked."'))
    review = only_review(folder)
    assert (review.reviewer, review.signatures[0].remark) == ("Clinician One", "Say who was asked.")


@pytest.mark.parametrize(
    ("text", "found"),
    [("1-3, 5", [1, 2, 3, 5]), ("1 – 2;4", [1, 2, 4]), ("7", [7]), ("", []), ("3 4", [3, 4])],
)
def test_numbers_are_read_as_people_write_them(text, found):
    assert entering.numbers(text) == found


def test_a_slip_on_the_terminal_is_asked_again_and_nothing_typed_before_is_lost(folder, manifest, typed):
    typed("", *READER[:3], "21 November", READER[3], "1-x", "1-9", "1-2", "3", "", "Say who.")
    call_command("review", "enter", manifest)
    said = {one.item: one.remark for one in only_review(folder).signatures}
    assert said == {"clinic/facts.adult": "", "page:number-2": "", "page:number-3": "Say who."}


@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_a_review_needs_is_asked_for_three_times_and_then_refused(folder, manifest, typed, at):
    typed(*READER[:at], "", "", "", *READER[at + 1 :], "1")
    assert "Nothing was said for: " in refusal(manifest)
    assert not [*folder.iterdir()]


# ---- What is refused, in words


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        call_command("review", "enter", *arguments)
    return str(refused.value)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["8,checked,"], "Number 8: not in packet"),
        (["0-2,checked,"], "Number 0: not in packet"),
        (["1-3,checked,", "2,refused,No."], "Number 2: given twice"),
        (["5,checked with a remark,"], "Number 5: without the remark"),
        (["5,refused, "], "Number 5: without the remark"),
        (["5,checked,Well."], "Number 5: checked, and with words beside it: say checked with a remark"),
        (["5,fine,"], "line 2: needs a number, and a verdict out of: checked, checked with a remark, refused"),
        ([",checked,"], "line 2: needs a number"),
        (["3-1,checked,"], "'3-1' is no number"),
        (["five,checked,"], "'five' is no number"),
        (["5,refused,Wrong, I think."], "put a remark that has a comma in quotes"),
        ([], "No number was given"),
    ],
)
def test_answers_that_cannot_be_so_are_refused(folder, manifest, typed, tmp_path, rows, problem):
    typed(*READER)
    assert problem in refusal(manifest, answers(tmp_path, *rows))
    assert not [*folder.iterdir()]


@pytest.mark.parametrize(
    ("at", "said", "problem"),
    [
        (3, "2026-11-23", "Nobody can have read on 2026-11-23, which is yet to come"),
        (3, "2026-11-19", "The packet was made on 2026-11-20: nobody can have read it on 2026-11-19"),
        (3, "yesterday", "'yesterday' is no day"),
    ],
)
def test_a_reader_who_cannot_be_is_refused(folder, manifest, typed, at, said, problem):
    typed(*READER[:at], said, *READER[at + 1 :], *([] if problem.endswith("no day") else ["1"]))
    assert problem in refusal(manifest)
    assert not [*folder.iterdir()]


def test_a_file_with_other_columns_and_one_that_is_not_there_are_refused(folder, manifest, typed, tmp_path):
    typed(*READER)
    path = answers(tmp_path, "1,checked,")
    path.write_text(path.read_text().replace("verdict", "said"))
    assert "The first line of" in refusal(manifest, path)
    assert "cannot be read" in refusal(manifest, tmp_path / "none.csv")
    assert "cannot be read" in refusal(tmp_path / "none.json")


def change(said, what):
    one, other = said["items"][1], said["items"][2]
    if what == "words":
        one["text"] = one["text"].replace("words", "work")
    elif what == "words and hash":
        item = Item(one["item"], ("Other words.",))
        one.update(text=item.text, words=item.digest)
    elif what == "number":
        one["number"], other["number"] = other["number"], one["number"]
    elif what == "item":
        one["item"] = "page:risks"
    elif what == "twice":
        said["items"].append(dict(one))
    else:
        said[what] = {"day": "2026-11-01", "role": "translator", "language": "es"}[what]


@pytest.mark.parametrize("what", ["words", "words and hash", "number", "item", "twice", "day", "role", "language"])
def test_a_manifest_that_was_changed_is_refused(folder, manifest, typed, what):
    typed(*READER, "1-3")
    said = json.loads(manifest.read_text())
    change(said, what)
    manifest.write_text(json.dumps(said))
    assert "changed after" in refusal(manifest)
    assert not [*folder.iterdir()]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"packet": "1", "role": "surgeon", "language": "en"}'])
def test_a_file_that_is_no_manifest_is_refused(folder, manifest, text):
    manifest.write_text(text)
    assert "is no manifest of a packet" in refusal(manifest)


def test_the_same_packet_cannot_be_entered_twice_by_one_reader(folder, manifest, typed):
    typed(*READER, "1")
    call_command("review", "enter", manifest)
    typed(*READER, "2")
    assert "is there already" in refusal(manifest)
    assert len(only_review(folder).signatures) == 1


def test_a_name_without_a_latin_letter_makes_a_file_too(manifest):
    reader = entering.Reader("医生", "MD", "None.", DAY)
    read = entering.read_manifest(manifest)
    assert entering.review_of(read, reader, [(1, Verdict.CHECKED, "")]).id == f"{DAY}-reader-{read.id}"
    assert entering.review_of(read, replace(reader, name="Dr. Ann O’Hara"), [(1, Verdict.CHECKED, "")]).id.startswith(
        f"{DAY}-dr-ann-o-hara-"
    )
