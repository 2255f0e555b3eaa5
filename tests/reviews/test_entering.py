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
    """What is typed on the terminal, line by line; then the input ends. Returns the questions that were asked."""

    def typed(*lines):
        left, asked = [*lines], []

        def answer(question):
            asked.append(question)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        return asked

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


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_what_a_review_needs_is_asked_for_until_it_is_said_and_refused_where_the_input_ends(
    folder, manifest, typed, at
):
    typed(*READER[:at], *[""] * 9)
    assert "The input ended at " in refusal(manifest)
    assert not [*folder.iterdir()]
    asked = typed(*READER[:at], *[""] * 9, *READER[at:], "1")
    call_command("review", "enter", manifest)
    assert len([question for question in asked if question.startswith(("It cannot be left out. ", "'' is no"))]) == 9
    assert only_review(folder).credentials == "MD"


def test_a_range_that_is_right_leaves_out_what_has_words_of_its_own(folder, manifest, typed):
    typed(*READER, "1-6", "2, 5", "Say who was counted.", "", "3-4", "The number is wrong.", "")
    call_command("review", "enter", manifest)
    said = [one.verdict for one in only_review(folder).signatures]
    right, remark, wrong = Verdict.CHECKED, Verdict.WITH_A_REMARK, Verdict.REFUSED
    assert said == [right, remark, wrong, wrong, remark, right]


def test_a_range_in_a_file_leaves_out_what_another_line_says_of_a_number(folder, manifest, typed, tmp_path):
    typed(*READER)
    rows = ("3,refused,The number is wrong.", "1-4,checked,", "2,checked with a remark,Who?")
    call_command("review", "enter", manifest, answers(tmp_path, *rows))
    said = [one.verdict for one in only_review(folder).signatures]
    assert said == [Verdict.CHECKED, Verdict.WITH_A_REMARK, Verdict.REFUSED, Verdict.CHECKED]


def test_a_number_that_contradicts_what_was_typed_is_asked_again_and_all_else_is_kept(folder, manifest, typed):
    asked = typed(*READER, "1-2, 4", "4", "5", "Who?", "", "5, 6", "6, 6", "6", "", "The number is wrong.", "")
    call_command("review", "enter", manifest)
    assert [question.partition(" Right, ")[0] for question in asked if "given twice" in question] == [
        "Number 4: given twice.",
        "Number 5: given twice. Wrong: numbers (nothing: no more): ",
        "Number 6: given twice. Wrong: numbers (nothing: no more): ",
    ]
    said = {one.item: one.remark for one in only_review(folder).signatures}
    assert (said["page:number-4"], said["page:number-5"], said["page:number-6"]) == ("", "Who?", "The number is wrong.")


def test_a_sheet_with_a_contradiction_is_refused_before_anybody_types(folder, manifest, typed, tmp_path):
    asked = typed(*READER)
    assert "Number 2: given twice" in refusal(manifest, answers(tmp_path, "2,checked,", "2,refused,No."))
    assert asked == []


@pytest.mark.parametrize("day", ["21 November", "2026-11-23", "2026-11-19"])
def test_a_day_that_cannot_be_is_asked_again(folder, manifest, typed, day):
    typed(*READER[:3], day, READER[3], "1")
    call_command("review", "enter", manifest)
    assert only_review(folder).day == date(2026, 11, 21)


def test_words_that_the_ledger_cannot_show_are_asked_for_again(folder, manifest, typed):
    asked = typed("C" * 61, *READER, "", "5", "no " * 700, "Who?", "")
    call_command("review", "enter", manifest)
    assert [question.partition(". ")[0] for question in asked if question.startswith("It has")] == [
        "It has 61 characters",
        "It has 2,099 characters",
    ]
    assert only_review(folder).signatures[0].remark == "Who?"


def test_a_broken_review_in_the_folder_is_told_before_anybody_types(folder, manifest, typed):
    (folder / "broken.toml").write_text("role = ")
    asked = typed(*READER, "1")
    assert "broken.toml" in refusal(manifest)
    assert asked == []


def test_the_help_names_the_verdicts_and_the_columns(capsys):
    with pytest.raises(SystemExit):
        call_command("review", "enter", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert "number,verdict,remark" in said
    assert f"one of: {', '.join(Verdict)}" in said


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
        (["2,checked,", "2,refused,No."], "Number 2: given twice"),
        (["1-3,checked,", "2,checked,"], "Number 2: given twice"),
        (["1-3,refused,No.", "2,checked with a remark,Who?"], "Number 2: given twice"),
        (["5,checked with a remark,"], "Number 5: without the remark"),
        (["5,refused, "], "Number 5: without the remark"),
        ([f"5,refused,{'no ' * 700}"], "Number 5: the remark has 2,099 characters. Make it 2,000 at most."),
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
    typed(*READER[:at], said)
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


def test_a_second_sheet_of_the_same_day_and_packet_gets_a_name_of_its_own(folder, manifest, typed):
    for numbers in ("1-2", "3", "4"):
        typed(*READER, numbers)
        call_command("review", "enter", manifest)
    first, second, third = read_ledger(folder, clock.today()).reviews
    assert (second.id, third.id) == (f"{first.id}-2", f"{first.id}-3")
    assert [[one.item for one in review.signatures] for review in (first, second, third)] == [
        ["clinic/facts.adult", "page:number-2"],
        ["page:number-3"],
        ["page:number-4"],
    ]


def test_the_same_sheet_cannot_be_entered_twice(folder, manifest, typed):
    for numbers in ("1", "2"):
        typed(*READER, numbers)
        call_command("review", "enter", manifest)
    typed(*READER, "2")
    assert "This sheet is entered already: reviews/2026-11-21-clinician-one-" in refusal(manifest)
    assert len(read_ledger(folder, clock.today()).reviews) == 2


def test_a_name_without_a_latin_letter_makes_a_file_too(manifest):
    reader = entering.Reader("医生", "MD", "None.", DAY)
    read = entering.read_manifest(manifest)
    right = [entering.Answer(1, Verdict.CHECKED)]
    assert entering.review_of(read, reader, right).id == f"{DAY}-reader-{read.id}"
    assert entering.review_of(read, replace(reader, name="Dr. Ann O’Hara"), right).id.startswith(
        f"{DAY}-dr-ann-o-hara-"
    )
