"""An item as a person reads it: its words in the open, and below them in small letters what they do.

Nothing of an item is left out: what no rule here puts in a better form stands below as it is kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.template.loader import render_to_string

from content import figures
from content.markdown import drawings
from content.numbers import all_numbers
from content.pages import Page, all_pages
from content.sources import all_sources
from kyphoplasty_site.review.sections import DANGEROUS
from referrals import reviewed as sheets
from reviews.items import Item
from screener.editions import edition_of
from screener.engine.facts import Kind
from screener.engine.rule_set import RuleSet, Window
from screener.engine.summary import summarize
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.worked_patients import CASES
from web.languages import once_for_each_language

# What stands before a text of a rule set, by the name of its field. What is not here has no words before it.
LABELS = {
    "why": "Why",
    "hint": "Help below it",
    "find_out": "How to find out",
    "group": "Under",
    "limit": "Limit",
    "unclear": "Not known when",
    "does_not_fit": "Does not fit when",
    "elsewhere": "Others",
    "ours": "Ours, not the source’s",
    "when": "When",
    "none_words": "Button for none",
    "unsure_words": "Button for not sure",
    "settled": "When nothing is left to find out",
    "exact_words": "Exactly",
    "caption": "Below the picture",
}
# The same within an entry of a list, such as a step, and within an option.
WITHIN = {"whose": "said to"}
WITHIN_AN_OPTION = {"brief": "in lists", "first": "said first", "meaning": "what it may mean", "group": "under"}
# Parts of a rule set whose fields are told by their words.
BY_ITSELF = ("about", "phrases", "roles")
PARTS = {
    "about": "What the rule set says of itself",
    "title": "Title of the guide",
    "title_alone": "Title of the guide, alone",
    "roles": "Which part each question plays, and lines to fill in",
    "ladder": "Which outcome outranks which",
    "notes": "Note:",
    "help_lines": "Help lines: whom to call, and for which signs",
    "steps": "What to do next, in the order in which it is said",
    "priorities": "What may matter:",
    "order": "In which order it asks, decides and says",
    "before_you_decide": "With it and without it: what may get better, and what can go wrong",
    "phrases": "How it says what calls for a question",
    "differences": "Where the Medicare rule parts from the clinic’s points",
}
# Items that are long lists of words: on paper they are named, and the HTML has them in full.
ON_THE_SCREEN = {
    "page": "Read it on the screen",
    "sources": "Read it on the screen: every source, with who paid and how sure it is",
    "scores": "Read it on the screen: how the site scores itself",
    "changes": "Read it on the screen: what has changed on the site, by date",
    "decides": "Read it on the screen: what each part of the program that applies the rules is for",
    "language": "Read it on the screen: how days and numbers are written",
    "templates": "Read it on the screen: the words around what the pages say",
    "code": "Read it on the screen: the words that the program puts together",
}
_TEXT = re.compile(r"((?:[a-z]\w*|\d+)(?:\.\w+)*): (.*)")
_DONE = re.compile(r"(?:(\d+) )?(\w+) = (.*)")
_PRONOUN = re.compile(r"\b(you|your|yourself|they|them|their|themselves|I|my|me)\b", re.IGNORECASE)
FOR_SOMEONE_ELSE = " [For someone else: "
_KNOWN_BY_ITS_PLACE = ("id", "source", "sources", "worked")
_SAID_BY_WORDS = ("thresholds", "doctor_questions", "ways")
_SMALL = ("none_words", "unsure_words", "group")
_HEADS = ("call", "matter", "side")
_TWO_DEEP = ("options", "instead", "parts")
_MARKS = re.compile(r" ?\[@[^]]*\]|\[([^]]*)\]\([^)]*\)")
# What is not so, and what is empty: a packet is silent on it, but for how a question may be answered.
_NOTHING = re.compile(r"= \[\]$|(?<!may_be_unsure)(?<!may_be_skipped)(?<!may_be_none) = False$")
# The hash of a drawing, and what numbers.toml repeats of an entry's name and of what it counts.
_DRAWN = re.compile(r"drawn: \w{64}|id: \w+|counts_people: \w+")
# What the program fills in, such as {number}, %(day)s and %s.
_TO_FILL_IN = re.compile(r"\{\w+\}|%\(\w+\)[sd]|%[sd]")
MOST_WITHOUT_LETTERS = 7
SOURCE = "Source"
_COLOR = re.compile(r"var\(--[\w-]+,\s*([^)]*)\)")


@dataclass(frozen=True)
class Line:
    """`kind` is text, head, bullet, small, or code: what the program does. The label stands before the words.
    `place` is which letter stands before a bullet, 1 for a, so that a remark can name one of many; 0 for none."""

    text: str
    label: str = ""
    kind: str = "text"
    place: int = 0


@dataclass(frozen=True)
class Shown:
    """An item for the eye. `folded` are words that paper has no room for; `svg` is a drawing, `alt` its words; `path`
    is where it stands on the site; `back` is what another translator made of it in English."""

    title: str
    lines: tuple[Line, ...] = ()
    folded: tuple[str, ...] = ()
    svg: str = ""
    alt: str = ""
    path: str = ""
    back: str = ""


def show(item: Item) -> Shown:
    """The item as the reader of a packet meets it, in the language of now."""
    kind = kind_of(item)
    if kind in ON_THE_SCREEN:
        return _on_the_screen(kind, item)
    shown = {"number": _number, "picture": _picture, "pictogram": _picture}.get(kind, _rules_or_list)(item)
    left = tuple(_left_out(item, shown))
    lines = (*shown.lines, *([Line(" · ".join(left), kind="small")] if left else []))
    return replace(shown, title=filled(shown.title), lines=tuple(_lettered(item, lines)))


def filled(text: str) -> str:
    """A text without the names of what the program fills in: a number, a day, or what was ticked."""
    return _TO_FILL_IN.sub("…", text)


def _lettered(item: Item, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, and a letter before each bullet of what is signed by one tick: a remark can name 2c."""
    every = [replace(line, text=line.text if line.kind == "code" else filled(line.text)) for line in lines]
    many = sum(line.kind == "bullet" for line in every)
    lettered = many > MOST_WITHOUT_LETTERS or (many > 1 and DANGEROUS.takes(item))
    place = 0
    for line in every:
        place += line.kind == "bullet"
        yield replace(line, place=place) if lettered and line.kind == "bullet" else line


def _briefly(done: str) -> str:
    """What something does, without the words that stand in every line of it."""
    done = re.sub(r"Outcome (\w+), rank \d+(?: \(ends the questions\))?", r"\1", done)
    done = re.sub(r"Option\(value: (\w+)(?:, source: (\w+))?\)", _option, done)
    return re.sub(r"\b(?:part|fact|values|condition): |\b(?:Fact|Criterion|Threshold) (?=\w)", "", done)


def kind_of(item: Item) -> str:
    """Number, page, sources … or rules."""
    head, colon, _ = item.id.partition(":")
    return head if colon or head in ("glossary", "sources", "scores", "changes") else "rules"


def words_in(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _option(found: re.Match[str]) -> str:
    return f"{found[1]} (source {found[2]})" if found[2] else found[1]


def _left_out(item: Item, shown: Shown) -> Iterator[str]:
    """The lines of which neither the words nor the numbers stand in what is shown."""
    seen = filled(" ".join(f"{line.label} {line.text}" for line in shown.lines) + f" {shown.title} {shown.alt}")
    seen = f" {' '.join(seen.split())} "
    asked = "kind = " in item.text and f"kind = {Kind.MANY.value}" not in item.text
    for line in item.lines:
        if asked and line.startswith("none_words: "):
            continue
        line = line if _DONE.fullmatch(line) else filled(line)
        done = _DONE.fullmatch(line)
        found = done or _TEXT.fullmatch(line) if kind_of(item) == "rules" else None
        said = found.groups()[-1] if found else line.split(": ", 1)[-1]
        said = " ".join((_briefly(said) if done else said).split())
        said = f"{int(said):,}" if said.isdecimal() else said
        known = _NOTHING.search(line) or re.search(rf"(?<!\w){re.escape(said)}(?!\w)", seen)
        if not known and not _DRAWN.fullmatch(line) and not (done and done[2] == "id"):
            yield line


def _on_the_screen(kind: str, item: Item) -> Shown:
    count = f"{words_in(item.lines):,} words"
    if kind != "page":
        return Shown(item.id, (Line(f"{ON_THE_SCREEN[kind]}. {count}."),), item.lines)
    page = all_pages()[item.id.partition(":")[2]]
    return Shown(page.title, (*_answer(page), Line(f"{count}.", kind="small")), item.lines, path=page.url)


def _answer(page: Page) -> list[Line]:
    return [] if page.layer == "record" else [Line(_MARKS.sub(r"\1", page.main_message), "Answer")]


def _number(item: Item) -> Shown:
    numbers, name = all_numbers(), item.id.partition(":")[2]
    entry = numbers.chances.get(name) or numbers.charts.get(name) or numbers.advice[name]
    kind = "chance" if name in numbers.chances else "chart" if name in numbers.charts else "advice"
    said = figures.words(kind, name)
    sources = dict.fromkeys(source for words in said for source in words.cited)
    lines = [Line(words.text, kind="bullet") for words in said if words.text != entry.title]
    return Shown(entry.title, (*lines, *map(_source, sources)))


def shortened(shown: Shown, known: set[str]) -> Shown:
    """The same, where a source that is known already has its name alone, and how sure it is. Adds its sources."""
    lines = []
    for line in shown.lines:
        found = re.search(r" \((\w+)\)$", line.text) if line.label == SOURCE else None
        if found and found[1] in known:
            source = all_sources()[found[1]]
            line = replace(line, text=f"{source.name}. How sure: {source.how_sure} ({found[1]})")
        if found:
            known.add(found[1])
        lines.append(line)
    return replace(shown, lines=tuple(lines))


def _source(name: str) -> Line:
    source = all_sources()[name]
    return Line(f"{source.name}: {source.label} How sure: {source.how_sure} ({name})", SOURCE, "small")


def _picture(item: Item) -> Shown:
    kind, _, name = item.id.partition(":")
    drawn = (drawings.folder() / f"{name}.svg").read_text("utf-8") if kind == "pictogram" else ""
    svg = _COLOR.sub(r"\1", drawn or render_to_string(f"pictures/{name}.svg"))
    if "xmlns=" not in svg.partition(">")[0]:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    title, *words, drawn_as = item.lines if len(item.lines) > 1 else (name.replace("-", " ").capitalize(), *item.lines)
    lines = [Line(words[0])] if words else []
    if words[1:]:
        lines.append(Line(" · ".join(words[1:]), "Words in it"))
    return Shown(title, (*lines, Line(f"{drawn_as[:19]}…", kind="small")), svg=svg, alt=". ".join([title, *words[:1]]))


def _list(item: Item) -> Shown:
    """A list of words. What leaflets, or e-mails, have in common stands together."""
    kind = kind_of(item)
    common = set(item.lines) if kind in ("leaflet", "email") else set()
    for other in sheets.items().values() if common else ():
        if kind_of(other) == kind:
            common &= set(other.lines)
    lines = [Line(line, kind="bullet") for line in item.lines if line not in common]
    if common:
        lines.append(Line(" / ".join(line for line in item.lines if line in common), f"In each {kind}"))
    return Shown(item.id.replace(":", ": ").capitalize(), tuple(lines))


def _rules_or_list(item: Item) -> Shown:
    if kind_of(item) != "rules":
        return _list(item)
    texts, done, plain, others = _sorted(item)
    if done.get("", {}).get("kind") not in (None, Kind.MANY.value):
        # Only a question with boxes has a button for none.
        texts.pop(("none_words",), None)
    title, texts = _title(item, texts)
    title, _, they = title.partition(FOR_SOMEONE_ELSE)
    lines = [Line(line) for line in plain]
    lines += [Line(they.removesuffix("]"), "For someone else")] if they else []
    lines += _in_words(item)
    lines += _texts(texts, done, item.id.partition("/")[2] not in BY_ITSELF)
    lines += map(_source, _sources(done.get("", {})))
    lines += [*_called(item), *_boxes(item)]
    lines += _patient(item)
    lines += [Line(" / ".join(others), "For someone else", "small")] if others else []
    lines += _small(done.get("", {}))
    return Shown(title, tuple(lines))


_Texts = dict[tuple[str, ...], str]
_Done = dict[str, dict[str, str]]


def _sorted(item: Item) -> tuple[_Texts, _Done, list[str], list[str]]:
    """Its texts by their way; what it does, by its place in a list; the rest; and what is said of someone else in the
    same words but for "you" and "they".
    """
    voices: dict[tuple[str, ...], dict[str, str]] = {}
    done: _Done = {}
    plain = []
    for line in item.lines:
        if found := _DONE.fullmatch(line):
            done.setdefault(found[1] or "", {})[found[2]] = found[3]
        elif (found := _TEXT.fullmatch(line)) and len(item.lines) > 1:
            *way, last = found[1].split(".")
            path, voice = (tuple(way), last) if last in ("you", "they") else ((*way, last), "you")
            voices.setdefault(path, {})[voice] = found[2]
        else:
            plain.append(line)
    others = [said["they"] for said in voices.values() if _differ_by_pronouns(said) and said["they"] != said["you"]]
    return {path: _both(said) for path, said in voices.items()}, done, plain, list(dict.fromkeys(others))


def _differ_by_pronouns(said: dict[str, str]) -> bool:
    return {"you", "they"} == said.keys() and _PRONOUN.sub("…", said["you"]) == _PRONOUN.sub("…", said["they"])


def _both(said: dict[str, str]) -> str:
    you, they = said.get("you", ""), said.get("they", "")
    if _differ_by_pronouns(said):
        return you
    return f"{you}{FOR_SOMEONE_ELSE}{they}]" if they and they != you else you or they


def _title(item: Item, texts: _Texts) -> tuple[str, _Texts]:
    """The words that name it, and the others."""
    kind, _, name = item.id.partition("/")[2].partition(".")
    for path in (("label",), ("title",), ("sentence",), ("event",), *([("words",)] if kind in _SAID_BY_WORDS else [])):
        if path in texts:
            return texts[path], {other: text for other, text in texts.items() if other != path}
    return f"{PARTS.get(kind, kind)} {name}".replace("_", " ").strip().capitalize(), texts


def _texts(texts: _Texts, done: _Done, labeled: bool) -> Iterator[Line]:
    """A line for each text, and a bullet for those that belong together: an option, a step, a help line."""
    groups: dict[tuple[str, ...], _Texts] = {}
    for path, text in texts.items():
        deep = 2 if path[0] in _TWO_DEEP else 1
        groups.setdefault(path[:deep], {})[path[deep:]] = text
    for group, said in groups.items():
        label = LABELS.get(group[-1], "") if labeled else ""
        if group[0].isdigit() or group[0] in (*_TWO_DEEP, "first", "second"):
            yield from _entry(said, WITHIN_AN_OPTION if group[0] == "options" else WITHIN)
        elif () in said:
            yield Line(said[()], label, "small" if group[-1] in _SMALL else "text")
        else:
            yield from (Line(text, label, "bullet") for text in said.values())
        if group[0].isdigit():
            of_it = done.get(str(int(group[0]) + 1), {})
            yield from map(_source, _sources(of_it))
            yield from _small(of_it)


def _entry(said: _Texts, labels: Mapping[str, str]) -> Iterator[Line]:
    """An entry of a list in one line, or with its own list below its head."""
    head = next((text for path, text in said.items() if _last(path) in _HEADS), "")
    listed = [text for path, text in said.items() if "signs" in path]
    rest = " ".join(_joined({path: text for path, text in said.items() if text != head and text not in listed}, labels))
    if listed:
        yield Line(" ".join(filter(None, (head, rest))), kind="head")
        yield from (Line(text, kind="bullet") for text in listed)
    else:
        yield Line(rest, head, "bullet")


def _joined(said: _Texts, labels: Mapping[str, str]) -> Iterator[str]:
    for path, text in said.items():
        field = _last(path)
        label = labels.get(field, "")
        yield (
            f"[{text}]"
            if field == "when"
            else f"– {text}"
            if field == "detail"
            else f"({label}: {text})"
            if label
            else text
        )


def _last(path: tuple[str, ...]) -> str:
    return next((one for one in reversed(path) if not one.isdigit()), "")


def _sources(said: dict[str, str]) -> list[str]:
    """The ids of one source, or of several."""
    return re.findall(r"\w+", f"{said.get('source', '')} {said.get('sources', '')}")


def _small(said: dict[str, str]) -> Iterator[Line]:
    done = [f"{name} = {_briefly(value)}" for name, value in said.items() if name not in _KNOWN_BY_ITS_PLACE]
    if done := [one for one in done if not _NOTHING.search(one)]:
        yield Line(" · ".join(done), kind="code")


def _called(item: Item) -> list[Line]:
    """What brings a question for the doctor up, in words."""
    rules, _, part = item.id.partition("/")
    kind, _, name = part.partition(".")
    if kind != "doctor_questions":
        return []
    return [Line(" ".join(_questions(rules)[name]), "Comes up")]


def _in_words(item: Item) -> list[Line]:
    """What the parts do that have few words of their own, or none."""
    name, _, part = item.id.partition("/")
    kind, _, which = part.partition(".")
    rules = edition_of(name).rules
    if kind == "ladder":
        said = {one.outcome: one.sentence.you for one in rules.outcomes}
        gravest_first = [Line(said[outcome], kind="bullet") for outcome in reversed(rules.ladder.outcomes)]
        return [Line("The gravest finding wins. From gravest to mildest:"), *gravest_first]
    if kind == "windows":
        return [Line(_window(next(window for window in rules.windows if window.name == which), rules))]
    if kind == "roles":
        roles = rules.roles
        parts = {
            "Asked before all else": [roles.asked_first.id],
            "Boxes that come first": [roles.tell_first.id] if roles.tell_first else [],
            "Boxes to talk about": [roles.talk_about.id] if roles.talk_about else [],
            "What a doctor reads first": roles.for_the_doctor,
            "What a team needs to know in an emergency": roles.in_an_emergency,
            "What a clinic’s link may fill in": roles.on_a_chart,
        }
        return [
            Line("; ".join(rules.fact(fact).label for fact in facts) + ".", label)
            for label, facts in parts.items()
            if facts
        ]
    return []


def _window(window: Window, rules: RuleSet) -> str:
    since, point = rules.fact(window.fact).label, window.criterion.title.you
    if window.threshold is None:
        return f"The point “{point}” has no limit in days from “{since}”, so no last day is told."
    told = "" if window.applies is None else " The small letters say for whom it is told."
    return f"The last day on which “{point}” can fit: {window.threshold.words} from “{since}”.{told}"


def _boxes(item: Item) -> list[Line]:
    """The boxes that a gate asks about, and what it leads to, in words."""
    name, _, part = item.id.partition("/")
    kind, _, gate_id = part.partition(".")
    if kind != "gates":
        return []
    rules = edition_of(name).rules
    gate = next(gate for gate in rules.gates if gate.id == gate_id)
    ticked = {*getattr(gate.condition, "values", ())}
    asked = [rules.fact(fact) for fact in gate.answers] if ticked else []
    boxes = [
        Line("; ".join(one.words.you for one in fact.options if one.value in ticked) + ".", fact.label)
        for fact in asked
    ]
    leads_to = next(one.sentence.you for one in rules.outcomes if one.outcome == gate.outcome)
    return [*boxes, Line(leads_to, "Leads to")]


@once_for_each_language
def _questions(rules: str) -> dict[str, list[str]]:
    return {question.id: called for question, called in edition_of(rules).rules.questions_called}


def _patient(item: Item) -> list[Line]:
    """A worked patient who comes to this outcome."""
    rules, _, part = item.id.partition("/")
    kind, _, outcome = part.partition(".")
    if kind != "outcomes":
        return []
    name = next((one.worked for one in RULE_SETS[rules].outcomes if one.outcome.id == outcome and one.worked), "")
    name = name or _first_with(rules, outcome)
    if not name:
        return []
    case = _cases()[name]
    today = date.fromisoformat(case["today"])
    edition = edition_of(case.get("rules", rules))
    summary = summarize(edition, edition.rules.read(case["answers"], today), today)
    return [
        Line(f"{case['story']} ({name}, {edition.language.say_day(today)})", "Worked patient"),
        Line(_answers(name), "Answers", "small"),
        Line(f"{summary.sentence} {summary.meaning}", "Comes to"),
    ]


# The patient who stands in full; of the others it is said what differs.
IN_FULL = "all-points-fit"


def _answers(name: str) -> str:
    said, full = _said_by(name), _said_by(IN_FULL)
    other = [f"{label}: {text}" for label, text in said.items() if full.get(label) != text]
    missing = [label for label in full if label not in said]
    if name == IN_FULL or len(other) + len(missing) > len(said) / 2:
        return "; ".join(f"{label}: {text}" for label, text in said.items()) + "."
    other += [f"not answered: {', '.join(missing)}"] if missing else []
    return f"As {IN_FULL}, but {'; '.join(other)}." if other else f"As {IN_FULL}."


def _said_by(name: str) -> dict[str, str]:
    """The answers of a worked patient, in words, by the label of the question."""
    case = _cases()[name]
    today = date.fromisoformat(case["today"])
    edition = edition_of(case.get("rules", MAIN_RULES.id))
    answers = edition.rules.read(case["answers"], today)
    someone_else = summarize(edition, answers, today).someone_else
    return {
        fact.label: edition.say(fact, answers[fact.id], someone_else)
        for fact in edition.rules.facts
        if fact.id in answers
    }


def _first_with(rules: str, outcome: str) -> str:
    found = (name for name, case in _cases().items() if case.get("rules", MAIN_RULES.id) == rules)
    return next((name for name in found if _cases()[name]["expect"].get("outcome") == outcome), "")


@cache
def _cases() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))}
