"""What clinics print and send, as items that can be read and signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from referrals.email_words import TONES, Tone
from referrals.leaflet_words import INTERPRETER_WORDS, POSTER_WORDS, SLIP_WORDS
from reviews.items import Item
from web import marked_texts
from web.languages import gettext as _
from web.languages import once_for_each_language

HERE = Path(__file__).parent
LEAFLETS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "slips": SLIP_WORDS,
    "poster": POSTER_WORDS,
    "interpreters": INTERPRETER_WORDS,
}


@once_for_each_language
def items() -> dict[str, Item]:
    """The leaflets, the e-mails and what is pasted, by id: each with its own words, and then all of its kind."""
    of_leaflets = {name: tuple(_words(words)) for name, words in LEAFLETS.items()}
    of_emails = {tone.id: tuple(_tone(tone)) for tone in TONES}
    found = [
        *_with_the_rest("leaflet", of_leaflets),
        *_with_the_rest("email", of_emails),
        *_with_the_rest("handout", {"record-system": ()}),
    ]
    return {item.id: item for item in found}


def _with_the_rest(kind: str, own: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    said = {line for lines in own.values() for line in lines}
    files = (HERE / f"{kind}_words.py", HERE / f"{kind}s.py")
    marked = (text for file in files for text in marked_texts.of_code(file))
    rest = [text for one in marked if (text := _(one.english)) not in said]
    return (Item(f"{kind}:{name}", (*lines, *dict.fromkeys(rest))) for name, lines in own.items())


def _words(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (_(text) for said in words.values() for text in ([said] if isinstance(said, str) else said))


def _tone(tone: Tone) -> Iterator[str]:
    return (_(getattr(tone, field.name)) for field in fields(tone) if field.name != "id")
