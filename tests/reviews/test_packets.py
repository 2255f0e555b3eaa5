"""What a reader is sent to check: all of it once, the most dangerous first, on paper and in a file for the screen."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import made_up_language
import page as checker
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from patients import CASES
from pdfs import squeezed, words_of
from pypdf import PdfReader
from reviewing import sign

from kyphoplasty_site.review import back_translation, entering, printing, sections, showing
from kyphoplasty_site.review import packet as packets
from kyphoplasty_site.review.open_points import ASKED_OF, LOG, open_points
from kyphoplasty_site.review.tasks import TASKS
from kyphoplasty_site.reviewed import all_items
from reviews import ledger as ledgers
from reviews.items import Item
from reviews.ledger import Role, Verdict, read_ledger, refuse_unknown
from reviews.standing import State, standing_of, together
from screener.rule_sets.editions import RULE_SETS

SITE = "https://www.example.org"
MOST_PAGES, MOST_MINUTES = 60, 70
TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def packet():
    return packets.make(Role.CLINICIAN, "en", SITE)


@pytest.fixture(scope="module")
def paper(packet):
    return printing.pdf(packet)


@pytest.fixture(scope="module")
def screen(packet):
    return printing.html(packet)


def text_of(html):
    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.said = []

        def handle_data(self, data):
            self.said.append(data)

    reader = Reader()
    reader.feed(html)
    return " ".join(" ".join(reader.said).split())


def test_every_item_has_one_number_and_words_that_places_share_are_there_once(packet):
    digests = [entry.item.digest for entry in packet.entries]
    assert len(digests) == len({*digests})
    assert {*digests} == {item.digest for item in all_items().values()}
    assert [entry.number for entry in packet.entries] == [*range(1, len(digests) + 1)]


def test_an_item_of_a_kind_that_nobody_thought_of_is_in_the_last_part():
    new = Item("song:of-the-balloon", ("La.",))
    assert next(part for part in sections.PARTS if part.takes(new)) == sections.PARTS[-1]


def test_whom_to_call_and_the_urgent_signs_come_first(packet):
    ids = [entry.item.id for entry in packet.entries]
    assert ids[:3] == ["clinic/help_lines", "clinic/facts.urgent_signs", "clinic/gates.emergency"]
    rules = RULE_SETS["clinic"]
    first = [f"clinic/facts.{fact.id}" for fact in rules.roles.boxes_to_talk_about]
    first += [f"clinic/gates.{gate.id}" for gate in rules.gates] + ["clinic/notes.call_today"]
    assert {*first} <= {entry.item.id for entry in packet.sections[0].entries}


def test_the_packet_is_accessible_and_under_60_pages(paper):
    report = checker.validate_pdf_bytes(paper)
    assert report.is_compliant, [failure.message for failure in report.failures]
    assert report.document.page_count < MOST_PAGES
    assert "pdfuaid:part" in PdfReader(BytesIO(paper)).trailer["/Root"]["/Metadata"].get_data().decode()


def test_paper_has_each_number_its_title_and_the_name_of_the_packet(packet, paper):
    read = squeezed(words_of(paper))
    for entry in packet.entries:
        assert squeezed(f"{entry.number} {entry.shown.title}") in read, entry.item.id
    assert read.count(squeezed(f"Packet {packet.id}")) > len(PdfReader(BytesIO(paper)).pages)


def test_every_word_that_is_signed_stands_in_the_file_for_the_screen(packet, screen):
    read = text_of(screen)
    for entry in packet.entries:
        for line in entry.item.lines:
            words = " ".join(line.split())
            words = words if entry.shown.folded else showing.filled(words)
            said = words if entry.shown.folded else re.sub(r"^[\w. ]+?: ", "", words)
            done = re.fullmatch(r"(?:\d+ )?\w+ = .*|drawn: .*|\w+: (?:True|False)", words)
            number = f"{int(said):,}" if said.isdecimal() else said
            assert said in read or number in read or words in read or done, (entry.item.id, line)


def test_what_a_rule_does_is_in_the_packet_beside_its_words(packet):
    rule = next(entry for entry in packet.entries if entry.item.id == "clinic/criteria.fracture_recent")
    small = " ".join(line.text for line in rule.shown.lines if line.kind in ("small", "code"))
    assert "Within(pain_began, threshold: FRACTURE_WINDOW" in small
    assert "A US pain clinic" in small
    assert ("Limit", "12 weeks or less from the start of the pain to the procedure.") in [
        (line.label, line.text) for line in rule.shown.lines
    ]


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=lambda rules: rules.id)
def test_each_outcome_has_a_worked_patient_who_comes_to_it(packet, rules):
    entries = {entry.item.id: entry for entry in packet.entries}
    for words in rules.outcomes:
        entry = entries.get(f"{rules.id}/outcomes.{words.outcome.id}") or entries[f"clinic/outcomes.{words.outcome.id}"]
        (patient,) = [line.text for line in entry.shown.lines if line.label == "Worked patient"]
        (comes_to,) = [line.text for line in entry.shown.lines if line.label == "Comes to"]
        said = [words.sentence, words.settled, *(one.words for one in words.instead)]
        assert any(one and comes_to.startswith((one.you, one.they)) and one.you for one in said), patient


def test_each_number_stands_beside_its_sources_and_how_sure_it_is(packet):
    numbers = [entry for entry in packet.entries if entry.item.id.startswith("number:")]
    assert len(numbers) > 40
    for entry in numbers:
        lines = " ".join(f"{line.label}: {line.text}" for line in entry.shown.lines)
        assert "How sure" in lines, entry.item.id
        assert "Source: " in lines or "No firm number" in lines, entry.item.id


def test_each_open_point_of_the_safety_log_stands_behind_its_part_with_the_numbers_it_asks_about(packet, paper, screen):
    points = open_points()
    log = LOG.read_text()
    high = re.search(r"hazards, (\d+) stand at high after all controls", log)[1]
    assert [point.id for point in points if point.id[0] == "C"] == [f"C{number}" for number in range(1, 11)]
    assert len([point for point in points if point.id[0] == "H"]) == int(high)
    assert {point.id for point in points} == ASKED_OF.keys()
    read, on_screen = squeezed(words_of(paper)), text_of(screen)
    number_of = {entry.item.id: entry.number for entry in packet.entries}
    for at, section in enumerate(packet.sections, 1):
        begins = read.index(squeezed(f"Part {at}: {section.title}"))
        ends = read.find(squeezed(f"Part {at + 1}: "), begins)
        for point in section.points:
            assert point.words
            assert point.items[0] in [entry.item.id for entry in section.entries]
            numbers = ", ".join(str(number) for number in sorted(number_of[name] for name in point.items))
            asked = f"{point.id}. {point.title}: {point.words} (Number{'s' * (len(point.items) > 1)} {numbers}.)"
            assert begins < read.index(squeezed(asked)) < ends
            assert asked in on_screen
    assert sorted(point.id for one in packet.sections for point in one.points) == sorted(point.id for point in points)


def test_the_form_says_where_answers_to_the_safety_log_go(paper):
    form = squeezed(words_of(paper)).rpartition(squeezed("To send back"))[2]
    assert squeezed("Your answers to C and H are copied into docs/safety.md by whoever runs the site.") in form


def test_a_busy_clinician_is_done_in_three_sittings_of_about_an_hour(packet, paper):
    assert 2 <= len(packet.sittings) <= 3
    assert all(0 < minutes <= MOST_MINUTES for minutes in packet.minutes)
    assert packet.sections[packet.sittings[-1]].title == "Questions for the doctor"
    assert packet.sections[0].title == "Signs that cannot wait"
    read = squeezed(words_of(paper))
    for which, minutes in zip(("first", "second", "third"), packet.minutes, strict=False):
        assert f"the {which} about {minutes} minutes (part" in packet.how[0]
        assert squeezed(f"The {which} sitting ends here.") in read


def test_minutes_count_all_words_but_the_code_each_tick_each_question_and_the_form(packet):
    for section in packet.sections[: packet.sittings[-1]]:
        long = 0.0
        for entry in section.entries:
            said = [entry.shown.title, *(f"{one.label} {one.text}" for one in entry.shown.lines if one.kind != "code")]
            long += len(" ".join(said).split()) / 120 + 8 / 60
        for point in section.points:
            long += len(f"{point.title} {point.words}".split()) / 120 + 1
        assert section.minutes == round(long), section.title
    form = 5 * len(packet.sittings)
    assert sum(packet.minutes) == form + sum(one.minutes for one in packet.sections[: packet.sittings[-1]])


def test_the_first_page_says_who_sends_it_what_a_tick_means_and_where_to_see_the_self_check(paper):
    first = squeezed(PdfReader(BytesIO(paper)).pages[0].extract_text())
    for words in (
        "This is sent to you by",
        "Please send it back to",
        "If you can, by (day)",
        "A tick says that these words are medically sound to show to patients.",
        "nor that you compared them with the source",
        "“second-hand” is what another document says of it",
        f"{SITE}/self-check/ has the questions",
        f"{SITE}/self-check/how-it-decides/what-it-says/",
    ):
        assert squeezed(words) in first, words


def test_the_addresses_of_the_self_check_are_pages_of_the_site(client, packet):
    addresses = re.findall(rf"{SITE}(/[\w/-]*)", " ".join(packet.how))
    assert len(addresses) == 3
    assert all(client.get(address).status_code == 200 for address in addresses)


def lines_of(packet, item):
    (found,) = [entry.shown.lines for entry in packet.entries if entry.item.id == item]
    return found


@pytest.mark.parametrize("item", ["help_lines", "facts.urgent_signs", "facts.stops", "facts.cautions"])
def test_what_has_many_parts_under_one_tick_has_a_letter_for_each(packet, paper, screen, item):
    bullets = [line for line in lines_of(packet, f"clinic/{item}") if line.kind == "bullet"]
    assert [line.place for line in bullets] == [*range(1, len(bullets) + 1)]
    read = squeezed(words_of(paper))
    for line in bullets[:3]:
        assert squeezed(f"{'abc'[line.place - 1]} {line.label}") in read
    assert '<ol type="a" start="1">' in screen


def test_a_short_list_has_no_letters(packet):
    bullets = [line for line in lines_of(packet, "clinic/facts.pain_trend") if line.kind == "bullet"]
    assert 1 < len(bullets) <= 7
    assert all(line.place == 0 for line in bullets)


def test_the_ladder_is_told_from_the_gravest_to_the_mildest(packet):
    first, *rest = [line for line in lines_of(packet, "clinic/ladder") if line.kind != "code"]
    assert first.text == "The gravest finding wins. From gravest to mildest:"
    said = {one.outcome.id: one.sentence.you for one in RULE_SETS["clinic"].outcomes}
    gravest = ("get_help_now", "adults_only", "no_known_fracture", "raise_first", "other_options_first")
    assert [line.text for line in rest] == [said[name] for name in (*gravest, "not_yet", "missing_facts", "points_fit")]


def test_no_part_on_paper_has_nothing_but_code(packet):
    for entry in packet.entries:
        if re.match(r"\w+/(?!ways|title)", entry.item.id):
            assert any(line.kind in ("text", "bullet", "head") for line in entry.shown.lines) or (
                "doctor_questions" in entry.item.id
            ), entry.item.id


def test_names_of_what_the_program_fills_in_are_left_out(packet):
    for entry in packet.entries:
        for line in entry.shown.lines:
            assert line.kind == "code" or not re.search(r"\{\w+\}|%\(", line.text), entry.item.id
        # What is shown in words is not said again as it is kept.
        assert not any("words.you: " in line.text for line in entry.shown.lines), entry.item.id
    assert "Why: …." in " ".join(line.text for line in lines_of(packet, "clinic/notes.call_today"))


def test_only_a_question_with_boxes_has_a_button_for_none(packet):
    facts = [fact for fact in RULE_SETS["clinic"].facts if fact.may_be_none]
    for fact in facts:
        labels = [line.label for line in lines_of(packet, f"clinic/facts.{fact.id}")]
        assert ("Button for none" in labels) == (fact.kind == "many"), fact.id


def test_what_is_said_of_someone_else_in_the_same_words_stands_small_and_other_words_beside_it(packet):
    stops = lines_of(packet, "clinic/facts.stops")
    assert ("For someone else", "Are any of these true for them?", "small") in [
        (line.label, line.text, line.kind) for line in stops
    ]
    assert not [line for line in stops if "[For someone else" in line.text]
    assert any("[For someone else" in line.text for entry in packet.entries for line in entry.shown.lines)


def test_one_worked_patient_stands_in_full_and_of_others_what_differs(packet):
    answers = {
        entry.item.id: line.text for entry in packet.entries for line in entry.shown.lines if line.label == "Answers"
    }
    assert len(answers["clinic/outcomes.points_fit"].split("; ")) > 20
    assert answers["clinic/outcomes.not_yet"] == "As all-points-fit, but Day of the scan: October 20, 2026."
    assert sum(len(one) > 600 for one in answers.values()) == 1


def test_who_paid_for_a_source_stands_where_it_is_named_first(packet):
    seen = set()
    for entry in packet.entries:
        for line in entry.shown.lines:
            if line.label == "Source":
                name = line.text.rpartition("(")[2]
                assert ("Paid by" in line.text) == (name not in seen), entry.item.id
                seen.add(name)


def test_the_head_of_a_part_says_how_much_of_it_holds_for_the_medicare_self_check(packet):
    first = packet.sections[0]
    assert (
        f"Of its {len(first.entries)} numbers, {len(first.entries)} stand word for word in the Medicare" in first.intro
    )
    (medicare,) = [one for one in packet.sections if one.title == "The Medicare rule"]
    assert "word for word" not in medicare.intro


def test_the_file_for_the_screen_opens_from_a_disk_and_asks_no_host(screen):
    assert "<script" not in screen
    assert not re.search(r"@import|url\(|<link|<iframe", screen)
    for address in re.findall(r'(?:src|href)="([^"]*)"', screen):
        assert address.startswith(("data:image/svg+xml", "#", f"{SITE}/")), address


def test_the_manifest_binds_each_number_to_its_words(packet):
    said = json.loads(packet.manifest())
    assert (said["packet"], said["role"], said["language"]) == (packet.id, "clinician", "en")
    items = all_items()
    for one in said["items"]:
        assert one["words"] == items[one["item"]].digest
        assert one["text"] == items[one["item"]].text


def test_whoever_ticks_all_of_it_has_checked_every_item_of_the_site(packet, tmp_path):
    path = tmp_path / "packet.json"
    path.write_text(packet.manifest())
    manifest = entering.read_manifest(path)
    reader = entering.Reader("Clinician One", "MD", "None.", packet.day)
    answers = [entering.Answer(number, Verdict.CHECKED) for number in manifest.items]
    (tmp_path / "reviews").mkdir()
    entering.enter(manifest, reader, answers, read_ledger(tmp_path / "reviews", TODAY))
    ledger = read_ledger(tmp_path / "reviews", TODAY)
    refuse_unknown(ledger, "en", all_items())
    assert together(standing_of(ledger, item, "en") for item in all_items().values()).state == State.CHECKED


def test_the_command_writes_the_three_files(tmp_path, capsys):
    call_command("review", "packet", "--for", "lay-reader", "--site", SITE, "--to", tmp_path / "new")
    names = {path.suffix for path in (tmp_path / "new").iterdir()}
    assert names == {".pdf", ".html", ".json"}
    assert "10 numbers" in capsys.readouterr().out


# ---- Where the reader finds the site


def test_addresses_are_those_of_the_first_host_that_the_world_can_reach(settings):
    settings.ALLOWED_HOSTS = [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "testserver",
        "site.localhost",
        "www.example.org",
        "b.org",
    ]
    assert packets.site_address(None) == "https://www.example.org"


def test_with_names_of_this_machine_alone_a_packet_is_refused_unless_the_address_is_given(settings, tmp_path):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    ask = ("review", "packet", "--for", "clinician", "--to", str(tmp_path / "new"))
    with pytest.raises(CommandError, match=r"only names of this machine, .*--site https://www\.example\.org"):
        call_command(*ask)
    assert not (tmp_path / "new").exists()
    call_command(*ask, "--site", "http://localhost:8000/")
    (screen,) = (tmp_path / "new").glob("*.html")
    assert 'href="http://localhost:8000/risks/"' in screen.read_text()


@pytest.mark.parametrize("given", ["www.example.org", "ftp://example.org", "https://example.org/path", "https://"])
def test_what_is_no_address_of_a_site_is_refused(given):
    with pytest.raises(packets.PacketError, match="is no address of a site"):
        packets.site_address(given)


def test_paper_and_screen_name_each_page_by_its_address(packet, paper, screen):
    pages = [entry for entry in packet.entries if entry.shown.path]
    assert len(pages) > 30
    read = squeezed(words_of(paper))
    for entry in pages:
        assert squeezed(f"{SITE}{entry.shown.path}") in read, entry.item.id
        assert f'href="{SITE}{entry.shown.path}"' in screen, entry.item.id


# ---- For lay readers


def test_a_lay_reader_has_ten_tasks_on_two_pages_with_a_box_for_each_of_five_readers():
    packet = packets.make(Role.LAY_READER, "en", SITE)
    made = printing.pdf(packet)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    assert report.document.page_count <= 2
    assert len({entry.item.id for entry in packet.entries}) == len(packet.entries) == 10
    assert {entry.boxes for entry in packet.entries} == {5}
    read = squeezed(words_of(made))
    assert all(squeezed(task.asks) in read and squeezed(task.watch) in read for task in TASKS)


def test_the_card_of_made_up_answers_is_the_worked_patient_whose_points_fit():
    (card,) = [task for task in TASKS if task.card]
    case = CASES["all-points-fit"]
    assert case["expect"]["outcome"] == card.item.rpartition(".")[2]
    days = (date.fromisoformat(case["today"]) - date.fromisoformat(case["answers"]["pain_began"])).days
    assert f"{round(days / 7)} weeks ago" in card.card
    assert f"{case['answers']['pain_score']} of 10" in card.card


# ---- Only what has changed


def changed(tmp_path, monkeypatch, **given):
    folder = tmp_path / "reviews"
    items = all_items()
    now = items["clinic/thresholds.FRACTURE_WINDOW"]
    before = Item(now.id, tuple(line.replace("84", "90") for line in now.lines), now.name)
    assert before.digest != now.digest
    sign(folder, [before, items["page:risks"], Item("page:once", ("It was here.",))], **given)
    ledger = read_ledger(folder, TODAY)
    monkeypatch.setattr(ledgers, "ledger", lambda: ledger)
    return ledger


def test_after_a_change_the_packet_has_that_alone_with_the_words_before_and_after(tmp_path, monkeypatch):
    ledger = changed(tmp_path, monkeypatch)
    packet = packets.make(Role.CLINICIAN, "en", SITE, packets.find_review(ledger, "one.toml"), ledger)
    (entry,) = packet.entries
    assert entry.item == all_items()["clinic/thresholds.FRACTURE_WINDOW"]
    assert ("exact_words: 90 days", "exact_words: 84 days") in entry.pairs
    assert ("limit = 90", "limit = 84") in entry.pairs
    assert any("page:once" in words for words in packet.how)
    made = printing.pdf(packet)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    read = squeezed(words_of(made))
    assert squeezed("exact_words: 90 days") in read
    assert "Whenitwasread" in read


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        call_command("review", "packet", "--site", SITE, *map(str, arguments))
    return str(refused.value)


def test_a_packet_that_cannot_be_made_is_refused_in_words(tmp_path, monkeypatch):
    to = ("--to", tmp_path / "new")
    assert "There is no other language than English yet" in refusal("--for", "translator", *to)
    assert "There is no language 'xx'" in refusal("--for", "clinician", "--language", "xx", *to)
    changed(tmp_path, monkeypatch)
    assert "There is no review 'two'. There are: one." in refusal("--for", "clinician", "--changed-since", "two", *to)
    assert "one is by a clinician" in refusal("--for", "lay-reader", "--changed-since", "one", *to)
    assert not (tmp_path / "new").exists()


def test_where_nothing_has_changed_there_is_no_packet(tmp_path, monkeypatch):
    sign(tmp_path / "reviews", [all_items()["page:risks"]])
    ledger = read_ledger(tmp_path / "reviews", TODAY)
    monkeypatch.setattr(ledgers, "ledger", lambda: ledger)
    assert "Nothing that was read in one has changed" in refusal("--for", "clinician", "--changed-since", "one")


# ---- For translators


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    shutil.copytree(settings.LANGUAGES_DIR / "en", folder / "en")
    made_up_language.make(folder / made_up_language.CODE, folder / "en")
    return folder


def in_two_languages(folder, *command):
    """A process of its own, as it reads its languages once."""
    kit = Path(made_up_language.__file__).parent
    environment = {
        "DJANGO_SETTINGS_MODULE": "settings_of_two_languages",
        "LANGUAGES_OF_TESTS": str(folder),
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(kit)]),
    }
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, "manage.py", "review", "packet", "--site", SITE, "--for", "translator", *map(str, command)],
        env={**os.environ, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_a_translator_has_source_and_translation_side_by_side_and_what_was_translated_back(
    languages, tmp_path, settings
):
    code = made_up_language.CODE
    settings.LANGUAGES_DIR = languages
    lines = back_translation.translated_lines(code)["clinic/help_lines"]
    back = ["Ring 911 for pain in the chest.", *("More of it." for _line in lines[1:])]
    (languages / code / back_translation.FILE).write_text(
        f'["clinic/help_lines"]\nof = "{back_translation.hash_of(lines)}"\nenglish = {json.dumps(back)}\n'
    )
    made = in_two_languages(languages, "--language", code, "--to", tmp_path)
    assert made.returncode == 0, made.stderr
    (manifest,), (paper,), (screen,) = (list(tmp_path.glob(f"*{end}")) for end in (".json", ".pdf", ".html"))
    said = json.loads(manifest.read_text())
    english = all_items()
    assert (said["role"], said["language"]) == ("translator", code)
    assert all(one["words"] != english[one["item"]].digest for one in said["items"])
    assert "page:risks" in [one["item"] for one in said["items"]]
    # A drawing without words is the same in each language.
    assert not [one["item"] for one in said["items"] if one["item"].startswith("pictogram:")]
    report = checker.validate_pdf_bytes(paper.read_bytes())
    assert report.is_compliant, [failure.message for failure in report.failures]
    read = squeezed(words_of(paper.read_bytes()))
    for one in ("Call 911 «Call 911»", "Back in English: Ring 911 for pain in the chest."):
        assert squeezed(one) in read
    assert squeezed("Nobody has translated this back yet.") in read
    title = english["page:risks"].lines[0].removeprefix("title: ")
    assert f"{title} «{title}»" in text_of(screen.read_text())


@pytest.mark.slow
def test_a_translator_is_asked_for_a_language_and_a_name_that_is_no_item_is_refused(languages):
    assert "Say which language: --language qq." in in_two_languages(languages).stderr
    path = languages / made_up_language.CODE / back_translation.FILE
    path.write_text('["clinic/help"]\nof = "0"\nenglish = ["Ring."]\n')
    assert "[clinic/help] is no item with words" in in_two_languages(languages, "--language", "qq").stderr
    path.unlink()
