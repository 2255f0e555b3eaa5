"""A packet as it is sent: a PDF (PDF/UA-1) and one HTML file that opens from a disk and asks no host for anything."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kyphoplasty_site.review.open_points import OpenPoint
from kyphoplasty_site.review.packet import ORDINALS, Entry, Packet, Section
from kyphoplasty_site.review.showing import Line
from reviews.ledger import Role
from web.languages import ENGLISH, all_languages
from web.typesetting import as_words, compile_document, site_fonts

SOURCE = (Path(__file__).parent / "packet.typ").read_bytes()
_NUMBERS = "Numbers, such as 1-40, 43"
FORM = (
    ("Your name", 1),
    ("Your credentials (what lets you judge this)", 1),
    ("Your interests: what you have to gain or lose by it (“none” if nothing)", 2),
    ("The day on which you read it, such as 2026-12-05", 1),
    (f"Right as they stand. {_NUMBERS}", 4),
    ("Right, with a remark on the line beside it. Numbers", 3),
    ("Wrong, with the reason on the line beside it. Numbers", 3),
    ("Anything else", 4),
)
FRONT = ("This is sent to you by", "Please send it back to", "If you can, by (day)")
# So many words may go on to the next page; fewer stay together.
LONG = 60
WORDS = {
    "how": "How to do this",
    "heads": ("Part", "What", "Numbers", "Minutes", "When"),
    "points": "Questions of the safety log (docs/safety.md). C is open, H is a hazard that is still high, with what is "
    "left of it",
    "back": "Back in English",
    "fold": "Its words",
    "reader": "Reader",
    "remark": "Remark",
    "enough": "This page is enough, with each page on which you wrote on a line. If you read on a screen, a message "
    "with the same words and numbers will do. A number that you name as right with a remark, or as wrong, may also lie "
    "within a range under “right”: what you say of it by itself holds. Your answers to C and H are copied into "
    "docs/safety.md by whoever runs the site.",
}
ROUND = (
    ("Who watched, and what entitles them to", 1),
    ("The day, and where", 1),
    ("What two or more readers stumbled over, by number", 3),
)


def write(packet: Packet, folder: Path) -> list[Path]:
    """The three files of a packet: for paper, for the screen, and for `manage.py review enter`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {".pdf": pdf(packet), ".html": html(packet).encode(), ".json": packet.manifest().encode()}
    paths = []
    for end, content in made.items():
        path = folder / f"{packet.name}{end}"
        path.write_bytes(content)
        paths.append(path)
    return paths


def pdf(packet: Packet) -> bytes:
    """On paper: numbered, with a box and a line beside each item."""
    return compile_document(SOURCE, as_words(_said(packet, _on_paper)), "pdf", site_fonts())


def html(packet: Packet) -> str:
    """The same in one file, with the words that paper has no room for."""
    return render_to_string("review/packet.html", _said(packet, _on_screen))


def _said(packet: Packet, entry: Callable[[Entry], dict[str, Any]]) -> dict[str, Any]:
    language, english = all_languages()[packet.language], all_languages()[ENGLISH]
    tasks = packet.role == Role.LAY_READER
    return {
        "title": packet.title,
        "site": settings.SITE_NAME,
        "address": packet.site,
        # A translator reads English beside the other language; all others read items in one language alone.
        "lang": (english if packet.role == Role.TRANSLATOR else language).html,
        "lang_of_items": language.html,
        "line": f"Packet {packet.id}, for a {packet.role}, {language.name}, made on {english.say_day(packet.day)}",
        "how": packet.how,
        "front": () if tasks else FRONT,
        "sections": [_section(packet, at, one, entry) for at, one in enumerate(packet.sections, 1)],
        "parts": bool(packet.sittings),
        "tasks": tasks,
        "form": [{"label": label, "empty": [""] * lines} for label, lines in (ROUND if tasks else FORM)],
        "words": {
            **WORDS,
            "form": "This round" if tasks else "To send back",
            "form_intro": "" if tasks else f"Packet {packet.id}. {WORDS['enough']}",
        },
    }


def _section(packet: Packet, at: int, section: Section, entry: Callable[[Entry], dict[str, Any]]) -> dict[str, Any]:
    first, last = section.entries[0].number, section.entries[-1].number
    tasks = packet.role == Role.LAY_READER
    numbers = f"Number {first}" if first == last else f"Numbers {first} to {last}"
    minutes = "one minute" if section.minutes == 1 else f"{section.minutes} minutes"
    sitting = next((which for which, last in enumerate(packet.sittings) if at <= last), None)
    return {
        "title": section.title,
        "heading": section.title if tasks else f"Part {at}: {section.title}",
        "intro": section.intro,
        "takes": "" if tasks else f"{numbers}. About {minutes}.",
        "numbers": f"{first}" if first == last else f"{first}–{last}",
        "minutes": section.minutes,
        "when": _when(section, sitting),
        "ends": "" if sitting is None or at != packet.sittings[sitting] else _ends(sitting),
        "points": [_point(packet, one) for one in section.points],
        "entries": [entry(one) for one in section.entries],
    }


def _when(section: Section, sitting: int | None) -> str:
    if sitting is not None:
        return f"{ORDINALS[sitting].capitalize()} sitting"
    return "On the screen" if section.title.startswith("On the screen") else "Another day"


def _ends(sitting: int) -> str:
    return (
        f"The {ORDINALS[sitting]} sitting ends here. Send the form at the end now if you like, with the numbers so far."
    )


def _point(packet: Packet, point: OpenPoint) -> dict[str, str]:
    number_of = {entry.item.id: entry.number for entry in packet.entries}
    found = sorted(number_of[name] for name in point.items if name in number_of)
    about = f"(Number{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}.)" if found else ""
    return {"id": point.id, "title": point.title, "words": point.words, "about": about}


def _on_paper(entry: Entry) -> dict[str, Any]:
    pairs = () if entry.shown.folded else entry.pairs
    long = entry.words > LONG or len(pairs) > 1
    return {**_shared(entry), "svg": entry.shown.svg, "pairs": pairs, "long": long, "named": bool(entry.shown.folded)}


def _on_screen(entry: Entry) -> dict[str, Any]:
    return {
        **_shared(entry),
        "svg": b64encode(entry.shown.svg.encode()).decode(),
        "pairs": entry.pairs,
        "folded": () if entry.pairs else entry.shown.folded,
        "fold": bool(entry.shown.folded),
    }


def _shared(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "title": entry.shown.title,
        "lines": _grouped(entry.shown.lines),
        "alt": entry.shown.alt,
        "little": entry.item.id.startswith("pictogram:"),
        "path": entry.shown.path,
        "back": entry.shown.back,
        "heads": entry.heads,
        "boxes": list(range(1, entry.boxes + 1)) if entry.boxes > 1 else [],
    }


def _grouped(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines one by one, and bullets that follow one another as one list, which begins at its `first` letter."""
    found: list[dict[str, Any]] = []
    for line in lines:
        if line.kind != "bullet":
            found.append({"bullets": [], "line": line})
        elif found and found[-1]["bullets"]:
            found[-1]["bullets"].append(line)
        else:
            found.append({"bullets": [line], "first": line.place})
    return found
