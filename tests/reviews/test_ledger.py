"""The ledger: a review holds for the words that were read, and one that cannot be shown to be true is refused."""

import subprocess
from datetime import date, timedelta
from hashlib import sha256

import debian
import pytest
from reviewing import CLINICIAN, DAY, sign

from reviews import signatures
from reviews.items import Item
from reviews.ledger import LedgerError, Role, Verdict, read_ledger, refuse_unknown
from reviews.standing import UNREAD, State, standing, standing_of, together

TODAY = date(2026, 11, 20)
PAGE = Item("page:small", ("A balloon makes room.", "About 53 of 100 people got better."))
OTHER = Item("page:other", ("Cement fills the room.",))
CHANGED = Item("page:small", ("A balloon makes room.", "About 35 of 100 people got better."))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reviews"


def ledger(folder, today=TODAY):
    return read_ledger(folder, today)


def stands(folder, item, language="en"):
    return standing_of(ledger(folder), item, language)


def test_what_was_signed_is_checked_by_whom_and_when(folder):
    sign(folder, [PAGE])
    found = stands(folder, PAGE)
    assert (found.state, found.who, found.day) == (State.CHECKED, (f"{CLINICIAN}, MD",), DAY)
    assert str(found) == "Checked by Clinician One, MD on November 10, 2026."


def test_a_changed_word_takes_the_signature_off_that_item_and_no_other(folder):
    sign(folder, [PAGE, OTHER])
    assert stands(folder, CHANGED).state == State.CHANGED
    assert str(stands(folder, CHANGED)) == "Changed since Clinician One, MD checked it on November 10, 2026."
    assert stands(folder, OTHER).state == State.CHECKED


def test_words_that_come_back_to_what_was_signed_are_checked_again(folder):
    sign(folder, [PAGE])
    sign(folder, [CHANGED], name="two", verdict=Verdict.REFUSED, remark="The number is wrong.")
    assert stands(folder, CHANGED) == UNREAD
    assert stands(folder, PAGE).state == State.CHECKED


def test_what_nobody_signed_is_not_yet_checked(folder):
    sign(folder, [OTHER])
    assert stands(folder, PAGE) == UNREAD
    assert str(UNREAD) == "Not yet checked by a clinician."


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.LAY_READER])
def test_only_a_clinician_makes_words_checked(folder, role):
    sign(folder, [PAGE], role=role)
    assert stands(folder, PAGE) == UNREAD


def test_a_review_holds_for_its_own_language_alone(folder):
    sign(folder, [PAGE])
    assert stands(folder, PAGE, "es") == UNREAD


def test_the_last_word_on_the_same_words_counts(folder):
    sign(folder, [PAGE], name="z-first", verdict=Verdict.REFUSED, remark="Say who was counted.")
    sign(folder, [PAGE], name="a-second", day=DAY + timedelta(days=1), reviewer="Clinician Two")
    assert stands(folder, PAGE).who == ("Clinician Two, MD",)
    sign(folder, [PAGE], name="third", day=DAY + timedelta(days=2), verdict=Verdict.REFUSED, remark="No, after all.")
    assert stands(folder, PAGE) == UNREAD


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_two_words_on_one_day_a_refusal_counts(folder, names):
    refusing, checking = names
    sign(folder, [PAGE], name=refusing, verdict=Verdict.REFUSED, remark="Not this number.")
    sign(folder, [PAGE], name=checking, reviewer="Clinician Two")
    assert stands(folder, PAGE) == UNREAD


def test_what_two_places_share_is_read_once(folder):
    shared = Item("clinic/facts.adult", ("Are you 18 or older?",), "facts.adult")
    sign(folder, [shared])
    twin = Item("medicare/facts.adult", shared.lines, "facts.adult")
    assert stands(folder, twin).state == State.CHECKED
    assert stands(folder, Item("medicare/facts.adult", ("Are you 21?",), "facts.adult")) == UNREAD


def test_what_is_made_of_several_is_checked_only_when_all_are_and_says_the_oldest_day(folder):
    sign(folder, [PAGE])
    sign(folder, [OTHER], name="two", day=DAY + timedelta(days=3), reviewer="Clinician Two")
    both = together([stands(folder, PAGE), stands(folder, OTHER)])
    assert (both.state, both.day) == (State.CHECKED, DAY)
    assert both.who == ("Clinician One, MD", "Clinician Two, MD")
    assert together([stands(folder, CHANGED), stands(folder, OTHER)]).state == State.CHANGED
    assert together([stands(folder, CHANGED), UNREAD]) == UNREAD
    assert together([]) == UNREAD


def test_how_something_stands_is_worked_out_once_for_each_name(folder, monkeypatch):
    sign(folder, [PAGE])
    reviews, asked = ledger(folder), []
    monkeypatch.setattr("reviews.standing.ledger", lambda: reviews)

    def items():
        asked.append(1)
        return [PAGE]

    assert [standing("all of small", items).state for _ in range(3)] == [State.CHECKED] * 3
    assert len(asked) == 1
    assert standing("another", lambda: [OTHER]) == UNREAD


def test_more_clinicians_than_a_slip_has_room_for_are_counted(folder):
    for number, name in enumerate(("One", "Two", "Three")):
        sign(folder, [Item(f"page:{number}", ("Words.",))], name=name, reviewer=name)
    stand = [stands(folder, Item(f"page:{number}", ("Words.",))) for number in range(3)]
    assert str(together(stand[:2])) == "Checked by One, MD and Two, MD on November 10, 2026."
    assert str(together(stand)) == "Checked by 3 clinicians on November 10, 2026."


def test_the_hash_is_that_of_the_file_of_kept_words_and_does_not_see_the_width_of_lines(folder):
    sign(folder, [PAGE])
    (kept,) = (folder / "words").iterdir()
    assert sha256(kept.read_bytes()).hexdigest() == kept.stem == PAGE.digest
    assert ledger(folder).words(PAGE.digest) == PAGE.lines
    assert Item(PAGE.id, ("A  balloon\nmakes room.", PAGE.lines[1])).digest == PAGE.digest


# ---- What is refused, in words


def forged(folder, old, new, today=TODAY):
    """The refusal of a review in whose file that was changed."""
    path = sign(folder, [PAGE])
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(LedgerError) as refused:
        refuse_unknown(ledger(folder, today), "en", ["page:small"])
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2026-11-10", "2026-11-21", "nobody can have read on 2026-11-21, which is yet to come"),
        (PAGE.digest, "0" * 64, "nobody can tell what was read"),
        (PAGE.digest, "abc", "words is no hash"),
        ('"page:small"', '"page:large"', "signs the words of another item"),
        ('role = "clinician"', 'role = "surgeon"', "Known are: clinician, translator, lay reader"),
        ('language = "en"', 'language = "xx"', "language is 'xx'"),
        ('verdict = "checked"', 'verdict = "fine"', "verdict is 'fine'"),
        ('verdict = "checked"', 'verdict = "refused"', "says no remark"),
        ('verdict = "checked"', 'verdict = "checked"\nremark = "Well."', "has a remark"),
        ('reviewer = "Clinician One"', 'reviewer = " "', "is empty"),
        ('interests = "None."\n', "", "misses or does not know: interests"),
        ('"Clinician One"', '"Clinician One\\nand Two"', "reviewer has a new line"),
        ('"Clinician One"', '"Clinician \\u202Eeno"', "a character that nobody can see"),
        ('"Clinician One"', '"Clinician \\u0000"', "a character that nobody can see"),
        ('"Clinician One"', f'"{"C" * 61}"', "reviewer has 61 characters. Make it 60 at most."),
        ('"checked"', '"refused"\nremark = "\\u001b[2J"', "remark has a new line, or"),
        ("day = 2026-11-10", "day = 2026-11-10T10:00:00", "day must be a date"),
        ("[items.", "[signed.", "signs nothing"),
        ("reviewer", "= reviewer", "is not TOML"),
    ],
)
def test_a_forged_file_is_refused_in_words(folder, old, new, problem):
    assert problem in forged(folder, old, new)


def test_kept_words_that_were_changed_afterwards_are_refused(folder):
    sign(folder, [PAGE])
    (kept,) = (folder / "words").iterdir()
    kept.write_text(kept.read_text().replace("53", "35"))
    with pytest.raises(LedgerError, match="its hash is another one"):
        ledger(folder)


def test_kept_words_that_are_no_text_are_refused(folder):
    sign(folder, [PAGE])
    (kept,) = (folder / "words").iterdir()
    kept.write_bytes(b"\xff\xfe")
    with pytest.raises(LedgerError, match="its hash is another one"):
        ledger(folder)


def test_a_reader_whose_name_could_break_a_line_is_not_written_down(folder):
    with pytest.raises(LedgerError, match="reviewer has a new line"):
        sign(folder, [PAGE], reviewer="One\nTwo")
    assert not [*folder.glob("*.toml")]


def test_an_item_that_does_not_exist_is_refused_unless_it_is_listed_as_gone(folder):
    sign(folder, [PAGE])
    with pytest.raises(LedgerError, match="is not on the site"):
        refuse_unknown(ledger(folder), "en", ["page:other"])
    (folder / "gone.txt").write_text("page:small\n")
    refuse_unknown(ledger(folder), "en", ["page:other"])


def test_a_review_is_never_written_over(folder):
    sign(folder, [PAGE])
    with pytest.raises(LedgerError, match="is there already"):
        sign(folder, [OTHER])


# ---- Signatures beside a file


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    """A key of somebody who may sign."""
    debian.need(("ssh-keygen", "openssh-client"))
    path = tmp_path_factory.mktemp("keys") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)  # noqa: S603, S607
    return path


def signed_file(folder, key, signer="one@example.org", listed="one@example.org"):
    path = sign(folder, [PAGE], signer=signer)
    (folder / "signers").write_text(f"# who may sign\n{listed} {key.with_suffix('.pub').read_text()}")
    command = ["ssh-keygen", "-Y", "sign", "-f", key, "-n", signatures.NAMESPACE, path]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return path


def test_a_signature_of_who_is_listed_is_verified(folder, key):
    signed_file(folder, key)
    signatures.verify(ledger(folder))


def test_a_review_without_a_signature_counts_too(folder):
    sign(folder, [PAGE])
    signatures.verify(ledger(folder))


def test_a_signature_of_who_is_not_listed_is_refused(folder, key):
    signed_file(folder, key, listed="two@example.org")
    with pytest.raises(LedgerError, match="who is not listed in reviews/signers"):
        signatures.verify(ledger(folder))


def test_a_file_that_was_changed_after_it_was_signed_is_refused(folder, key):
    path = signed_file(folder, key)
    path.write_text(path.read_text().replace("2026-11-10", "2026-11-11"))
    with pytest.raises(LedgerError, match=r"is not what .* signed"):
        signatures.verify(ledger(folder))


def test_a_list_of_signers_that_is_no_text_is_refused(folder, key):
    signed_file(folder, key)
    (folder / "signers").write_bytes(b"\xff")
    with pytest.raises(LedgerError, match="is not in UTF-8"):
        signatures.verify(ledger(folder))


def test_a_signer_without_a_signature_is_refused_and_a_signature_without_a_signer_too(folder, key):
    path = signed_file(folder, key)
    signature = path.with_name(f"{path.name}.sig")
    signature.rename(path.with_name("away"))
    with pytest.raises(LedgerError, match="has no signature beside it"):
        signatures.verify(ledger(folder))
    path.with_name("away").rename(signature)
    path.write_text("\n".join(line for line in path.read_text().splitlines() if not line.startswith("signer")))
    with pytest.raises(LedgerError, match="names no signer"):
        signatures.verify(ledger(folder))
