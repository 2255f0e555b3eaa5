"""A language for tests: all that is said in it is the English in brackets, «so», in the folder that each new one gets.

These brackets are in the fonts of the PDFs, and nothing that the site says in English has them.
"""

import re
from dataclasses import replace
from pathlib import Path

import polib
from reviewing import sign

from content.changes import FILE as CHANGES
from content.markdown.blocks import CALLOUTS
from content.pages import digest_of
from kyphoplasty_site import new_language
from kyphoplasty_site.reviewed import SIGN_A_LANGUAGE, all_items
from web import to_translate
from web.catalogues import SITE, WORDS, compile_catalogue

CODE, READER = "qq", "Reader One"
BRACKETS = re.compile(r"«|»")
# What stands in a text for something else, and tags.
_PUT_IN = re.compile(r"(<[^>]*>|%\(\w+\)s|%s|\{\w+\})")
# The boxes of a page that may have a title of their own.
TITLED = ("side-by-side", "answer right", "answer mistake", "fold", "record", "cards", "checklist", *CALLOUTS)
_FRONT_MATTER = re.compile(r'^(title|nav|summary|main_message) = "(.*)"$', re.MULTILINE)
# What stands before the words of a line: the mark of its kind, and a small drawing.
_MARKS = re.compile(r"^(\s*(?:#{2,3} |[-*] |\d+\. |: )?(?:!\[\]\([^)]*\) )?)(.*?)(\s*)$")
# The heads of lists of questions.
_HEADS = re.compile(r"(?<=questions )([^:;]+)(?=:)|(?<=; )([^:;]+)(?=:)")


def bracketed(text: str) -> str:
    return f"«{text}»" if re.search(r"[A-Za-z]", text) else text


def make(folder: Path, english: Path) -> None:
    """Put the folder of the language together: no file of Python, and nothing that the program has to know of."""
    new_language.write(folder)
    toml = _unmarked(folder / "language.toml")
    names = re.compile(r"^(?:months|weekdays) = \[.*?\]", re.MULTILINE | re.DOTALL)
    toml = names.sub(lambda found: re.sub(r'"(\w+)"', r'"«\1»"', found[0]), toml)
    toml = toml.replace('name = "English"', 'name = "Qq"').replace("offered = false", "offered = true")
    toml = toml.replace(f'tag = "{CODE}-US"', f'tag = "{CODE}"')
    # What its pages say of their level is measured when they are read: that of English costs a dictionary.
    toml = toml.replace('"flesch-kincaid"', '"inflesz"')
    words = ("today", "no_days_left", "one_day", "many_days", "score", "said")
    toml = re.sub(rf'^({"|".join(words)}) = "(.*)"$', r'\1 = "«\2»"', toml, flags=re.M)
    (folder / "language.toml").write_text(toml, encoding="utf-8")
    glossary = re.sub(r'^meaning = "(.*)"$', r'meaning = "«\1»"', _unmarked(folder / "glossary.toml"), flags=re.M)
    (folder / "glossary.toml").write_text(glossary, encoding="utf-8")
    changes = (folder / CHANGES).read_text(encoding="utf-8")
    changes = re.sub(rf'"{to_translate.MARK}((?:[^"\\]|\\.)*)"', r'"«\1»"', changes)
    (folder / CHANGES).write_text(changes, encoding="utf-8")
    _translate(folder / WORDS)
    _translate(folder / SITE)
    compile_catalogue(folder / SITE, in_trial=False)
    for page in (english / "pages").rglob("*.md"):
        twin = folder / "pages" / page.relative_to(english / "pages")
        twin.parent.mkdir(parents=True, exist_ok=True)
        twin.write_text(page_of(page.read_text(encoding="utf-8")), encoding="utf-8")


def _unmarked(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace(to_translate.MARK, "")


def sign_all(reviews: Path) -> None:
    """Have each text of it checked, in earlier words, by all who must have checked a language that is offered."""
    items = [replace(item, lines=("Other words.",)) for item in all_items().values()]
    for role in SIGN_A_LANGUAGE:
        sign(reviews, items, name=role.replace(" ", "-"), reviewer=READER, role=role, language=CODE)


def _translate(file: Path) -> None:
    catalogue = polib.pofile(str(file))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: _said(entry.msgid), 1: _said(entry.msgid_plural)}
        else:
            entry.msgstr = _said(entry.msgid)
    catalogue.save()


def _said(text: str) -> str:
    """In brackets, but for what is put into it, for tags, and for spaces at the ends."""
    parts = _PUT_IN.split(text)
    return "".join(part if at % 2 else _in_brackets(part) for at, part in enumerate(parts))


def _in_brackets(part: str) -> str:
    words = part.strip()
    return part.replace(words, f"«{words}»", 1) if re.search(r"[A-Za-z]", words) else part


def page_of(text: str) -> str:
    """The twin of an English page: brackets around each line of words, and all of its marks as they are."""
    _, matter, body = text.split("+++\n", 2)
    kept = _FRONT_MATTER.findall(matter)
    lines = [_line(line) for line in body.split("\n")]
    own = [f'english = "{digest_of(text)}"', "translated = 2026-11-20"]
    return "\n".join(["+++", *(f'{name} = "{bracketed(words)}"' for name, words in kept), *own, "+++", *lines])


def _line(line: str) -> str:
    box = re.match(rf"(:{{3,}} (?:{'|'.join(TITLED)}) )(.*)$", line)
    if box:
        return f"{box[1]}«{box[2]}»"
    if " insert questions " in line:
        return _HEADS.sub(lambda head: f"«{head[0]}»", line)
    if re.match(r"\s*\|", line):
        return re.sub(r"(?<=\|)\s*([^|\n]*[A-Za-z][^|\n]*?)\s*(?=\|)", r" «\1» ", line)
    if line.startswith("Table: "):
        return f"Table: «{line.removeprefix('Table: ')}»"
    if not re.search(r"[A-Za-z]", line) or line.startswith(":::"):
        return line
    return _MARKS.sub(r"\1«\2»\3", line)
