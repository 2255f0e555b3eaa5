"""The self-check as FHIR R4 resources: its questions, their codes, and the answers of a person in both directions.

Pure: it knows no web. A month without its day has a place of its own, as programs that show a form fill it up to a
day (docs/decisions/033). Where a form would take an urgent sign in silence, a line with what to do comes up instead.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from operator import attrgetter
from typing import Any

from screener.engine.conditions import All, Called, Is, Some, Ticked
from screener.engine.edition import Edition
from screener.engine.facts import SCORES, UNSURE, Answer, AnswerError, Answers, Condition, Fact, Kind, Option
from screener.engine.rule_set import Note, RuleSet

Resource = dict[str, Any]
# What has to be answered for one of these boxes to be ticked: each a question and an answer to it.
Way = tuple[tuple[str, str], ...]

NONE = "none"
LOINC = "http://loinc.org"
# LOINC's licence asks for these words wherever a code of it is shown.
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. "
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the "
    "license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
TYPES = {
    Kind.CHOICE: "choice",
    Kind.MANY: "choice",
    Kind.SCORE: "integer",
    Kind.PAST_DATE: "date",
    Kind.COMING_DATE: "date",
}
# How the value of an answer is called, by the type of its question.
VALUES = {"choice": "valueCoding", "integer": "valueInteger", "date": "valueDate", "string": "valueString"}
TO_BE_READ = ("completed", "in-progress", "amended")
# What may turn an answer into another: who does not know them must not read on, says FHIR.
NOT_TO_BE_PASSED_OVER = ("implicitRules", "modifierExtension")
DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Form:
    """A Questionnaire: one edition in one voice, where it is published, and where its codes are.

    `standing` says in words who has checked it, `month` asks for a month without its day; `language` is a tag, such as
    es-US.
    """

    edition: Edition
    someone_else: bool
    language: str
    id: str
    url: str
    codes: str
    is_checked: bool
    standing: str
    title: str
    month: str

    @property
    def rules(self) -> RuleSet:
        return self.edition.rules

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.rules.version}"

    @property
    def asked(self) -> list[Fact]:
        """Its questions. Whom it is for, the form says by itself."""
        voice = self.rules.roles.someone_else
        return [fact for fact in self.rules.facts if voice is None or fact.id not in voice.facts]

    @property
    def groups(self) -> list[tuple[Condition | None, str, list[Fact]]]:
        """Its questions in order, those asked under one condition together: that, the name of the group, and they."""
        together = [(when, list(facts)) for when, facts in groupby(self.asked, attrgetter("asked_if"))]
        return [(when, f"{facts[0].id}.group", facts) for when, facts in together]


# ---- Questions


def questionnaire(form: Form) -> Resource:
    """Raises ValueError, which names it, for a condition that a Questionnaire cannot say."""
    about = form.rules.about
    return {
        "resourceType": "Questionnaire",
        "id": form.id,
        "language": form.language,
        "url": form.url,
        "version": form.rules.version,
        "name": _name(form.id),
        "title": form.title,
        **_status(form.is_checked),
        "subjectType": ["Patient"],
        "date": form.rules.version,
        "description": f"{about.lead} {about.whose} {form.standing}",
        **({"copyright": LOINC_NOTICE} if any(fact.loinc for fact in form.asked) else {}),
        "item": [_display("about", f"{about.lead} {about.whose} {form.standing}"), *_items(form)],
    }


def _name(identifier: str) -> str:
    """As programs call it: SelfCheckForSomeoneElse."""
    return "".join(part.capitalize() for part in identifier.split("-"))


def _status(is_checked: bool) -> Resource:
    return {"status": "active" if is_checked else "draft", "experimental": not is_checked}


def _items(form: Form) -> Iterator[Resource]:
    for asked_if, name, facts in form.groups:
        items = [item for fact in facts for item in (*_question(form, fact), *_warnings(form, fact))]
        if asked_if is None:
            yield from items
        else:
            yield {"linkId": name, "type": "group", **_enabled(form, asked_if), "item": items}


def _question(form: Form, fact: Fact) -> Iterator[Resource]:
    yield {
        "linkId": fact.id,
        "code": [
            {"system": form.codes, "code": fact.id},
            *([{"system": LOINC, "code": fact.loinc}] if fact.loinc else []),
        ],
        "text": fact.question.voice(form.someone_else),
        "type": TYPES[fact.kind],
        "required": not fact.may_be_skipped,
        **_answered_by(form, fact),
        "item": [
            *([_display(f"{fact.id}.hint", hint)] if (hint := _hint(fact, form.someone_else)) else []),
            _display(f"{fact.id}.why", fact.why) | {"extension": [_control("help")]},
        ],
    }
    if fact.kind is Kind.PAST_DATE:
        yield {
            "linkId": _month(fact),
            "code": [{"system": form.codes, "code": _month(fact)}],
            "text": form.month,
            "type": "string",
            "maxLength": 7,
            "extension": [
                {"url": f"{EXTENSION}regex", "valueString": MONTH.pattern},
                {"url": f"{EXTENSION}entryFormat", "valueString": "YYYY-MM"},
            ],
        }


def _hint(fact: Fact, someone_else: bool) -> str:
    """That of a day to come speaks of the box for no day yet, which a form does not have."""
    return "" if fact.kind is Kind.COMING_DATE else fact.hint.voice(someone_else)


def _month(fact: Fact) -> str:
    return f"{fact.id}.month"


def _answered_by(form: Form, fact: Fact) -> Resource:
    match fact.kind:
        case Kind.CHOICE | Kind.MANY:
            is_many = fact.kind is Kind.MANY
            return {
                **({"repeats": True} if is_many else {}),
                "extension": [_control("check-box" if is_many else "radio-button")],
                "answerOption": [
                    {
                        "valueCoding": _coding(form, fact, value),
                        **(_EXCLUSIVE if is_many and value in (NONE, UNSURE) else {}),
                    }
                    for value in choices(fact, form.someone_else)
                ],
            }
        case Kind.SCORE:
            least, most = SCORES[0], SCORES[-1]
            return {
                "extension": [
                    {"url": f"{EXTENSION}minValue", "valueInteger": least},
                    {"url": f"{EXTENSION}maxValue", "valueInteger": most},
                ]
            }
        case _:
            return {}


_EXCLUSIVE = {"extension": [{"url": f"{EXTENSION}questionnaire-optionExclusive", "valueBoolean": True}]}


def _control(code: str) -> Resource:
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {"url": f"{EXTENSION}questionnaire-itemControl", "valueCodeableConcept": {"coding": [coding]}}


def _display(link: str, text: str) -> Resource:
    return {"linkId": link, "text": text, "type": "display"}


def choices(fact: Fact, someone_else: bool) -> dict[str, str]:
    """All that may be chosen, with its words: what is not sure, and none of the boxes, too."""
    found = {one.value: _said(one, someone_else) for one in fact.options}
    if fact.kind is Kind.MANY and fact.may_be_none:
        found[NONE] = fact.none_words
    if fact.kind in (Kind.CHOICE, Kind.MANY) and fact.may_be_unsure:
        found[UNSURE] = fact.unsure_words
    return found


def _said(option: Option, someone_else: bool) -> str:
    """Its words and the smaller line below them: an option of a Questionnaire has one line."""
    words = option.words.voice(someone_else)
    return f"{words}. {option.detail}" if option.detail else words


def _coding(form: Form, fact: Fact, value: str) -> Resource:
    return {"system": form.codes, "code": code(fact, value), "display": choices(fact, form.someone_else)[value]}


def code(fact: Fact, value: str) -> str:
    return f"{fact.id}.{value}"


# ---- What comes up when something is answered


def _warnings(form: Form, fact: Fact) -> Iterator[Resource]:
    """What is said below the last of the questions that call for it: to stop here, or to call a doctor today."""
    rules, voice = form.rules, form.someone_else
    for gate in rules.gates:
        if gate.outcome.ends_the_questions and _last(rules, gate.condition.facts) is fact:
            said = next(words for words in rules.outcomes if words.outcome == gate.outcome)
            text = f"{said.sentence.voice(voice)} {said.meaning.voice(voice)}"
            yield _display(f"{fact.id}.{gate.id}", text) | _enabled(form, gate.condition)
    if call := rules.roles.call_today:
        called = [(part, way) for part in _parts(call.condition) for way in ways(part)]
        for place, (part, way) in enumerate(called, 1):
            if _last(rules, {asked for asked, answer in way}) is fact:
                text = _for_all(call, way, voice).format(called_by=_reason(rules, part, way, voice))
                yield _display(f"{fact.id}.{call.id}.{place}", text) | _when(form, [way])


def _for_all(note: Note, way: Way, someone_else: bool) -> str:
    """A note as it is said after these answers, and below which others it says something else.

    Those may be given only later, and enableWhen has no word for "and not": so all of it stands in one line.
    """
    said = note.words
    otherwise: list[str] = []
    for other in reversed(note.instead):
        if any({*one} <= {*way} for one in ways(other.condition)):
            said, otherwise = other.words, []
        else:
            otherwise.insert(0, f"{other.when.removesuffix('.')}: {other.words.voice(someone_else)}")
    return " ".join([said.voice(someone_else), *otherwise])


def _last(rules: RuleSet, facts: Set[str]) -> Fact:
    """The last question of these, as they are asked."""
    return next(fact for fact in reversed(rules.facts) if fact.id in facts)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Some) else (condition,)


def _reason(rules: RuleSet, part: Condition, way: Way, someone_else: bool) -> str:
    """Why it is said: the name of the condition or, where that has none, what was ticked."""
    if isinstance(part, Called):
        return part.name
    return "; ".join(rules.fact(fact).option(value).said(someone_else, brief=True) for fact, value in way)


def _enabled(form: Form, condition: Condition) -> Resource:
    return _when(form, ways(condition))


def _when(form: Form, any_of: list[Way]) -> Resource:
    """One of several answers, or several together: enableWhen cannot say more in one item."""
    together = len(any_of) == 1
    if not together and any(len(way) != 1 for way in any_of):
        raise ValueError(f"A Questionnaire cannot ask for one of {any_of} in one item.")
    return {
        "enableWhen": [
            {"question": fact, "operator": "=", "answerCoding": _coding(form, form.rules.fact(fact), value)}
            for way in any_of
            for fact, value in way
        ],
        "enableBehavior": "all" if together else "any",
    }


def ways(condition: Condition) -> list[Way]:
    """Each way in which answers make a condition yes.

    Raises ValueError, which names it, for one that answers alone do not decide: a day counted from today, a score.
    """
    match condition:
        case Called():
            return ways(condition.part)
        case Some():
            return [way for part in condition.parts for way in ways(part)]
        case All():
            return [tuple(test for way in each for test in way) for each in product(*map(ways, condition.parts))]
        case Is() | Ticked() if all(isinstance(value, str) for value in condition.values):
            return [((condition.fact, str(value)),) for value in condition.values]
    named = f"{type(condition).__name__} of {', '.join(sorted(condition.facts))}"
    raise ValueError(f"A Questionnaire cannot say the condition {named}. Say it by answers that are chosen.")


# ---- Codes


def code_system(
    editions: Mapping[str, Iterable[RuleSet]], identifier: str, title: str, url: str, is_checked: bool
) -> Resource:
    """One code for each question and each answer of all rule sets, which are given by language, the first one first.

    What forms say in another voice or another language stands beside the words of the first as a designation.
    """
    facts = {
        tag: {fact.id: fact for rules in each for fact in (*rules.facts, *rules.also_read)}
        for tag, each in editions.items()
    }
    first = next(iter(facts.values()))
    return {
        "resourceType": "CodeSystem",
        "id": identifier,
        "language": next(iter(facts)),
        "url": url,
        "version": max(rules.version for each in editions.values() for rules in each),
        "name": _name(identifier),
        "title": title,
        **_status(is_checked),
        "caseSensitive": True,
        "hierarchyMeaning": "grouped-by",
        "content": "complete",
        "concept": [_concept({tag: by_id[fact] for tag, by_id in facts.items()}) for fact in first],
    }


def _concept(facts: Mapping[str, Fact]) -> Resource:
    """A question in all languages, with its answers."""
    fact = next(iter(facts.values()))
    answers = [
        {
            "code": code(fact, value),
            **_in_words([(tag, choices(one, voice)[value]) for tag, one in facts.items() for voice in (False, True)]),
        }
        for value in choices(fact, someone_else=False)
    ]
    if fact.kind is Kind.PAST_DATE:
        answers.append({"code": _month(fact), "display": f"{fact.label}: YYYY-MM"})
    labels = _in_words([(tag, one.label) for tag, one in facts.items()])
    return {"code": fact.id, "definition": fact.question.you, **labels, **({"concept": answers} if answers else {})}


def _in_words(said: list[tuple[str, str]]) -> Resource:
    """The first words, and each way beside them to say the same."""
    display = said[0][1]
    others = dict.fromkeys((tag, words) for tag, words in said if words != display)
    designations = [{"language": tag, "value": words} for tag, words in others]
    return {"display": display, **({"designation": designations} if designations else {})}


# ---- Answers


def response(form: Form, answers: Answers, today: date) -> Resource:
    """The answers as a QuestionnaireResponse. Nobody is named in it."""
    asked = form.rules.sheet(answers, today).answers
    items: list[Resource] = []
    for asked_if, name, facts in form.groups:
        found = [_answered(form, fact, asked[fact.id]) for fact in facts if fact.id in asked]
        answered = [item for item in found if item]
        items += answered if asked_if is None else [{"linkId": name, "item": answered}] if answered else []
    is_whole = all(fact.may_be_skipped or fact.id in asked for fact in form.asked)
    return {
        "resourceType": "QuestionnaireResponse",
        "language": form.language,
        "questionnaire": form.canonical,
        "status": "completed" if is_whole else "in-progress",
        "authored": today.isoformat(),
        **({"item": items} if items else {}),
    }


def _answered(form: Form, fact: Fact, answer: Answer) -> Resource | None:
    """None for a date or a score that is not sure: there, a form has no box for that."""
    link, text = fact.id, fact.question.voice(form.someone_else)
    values: list[Resource]
    match fact.kind:
        case Kind.CHOICE | Kind.MANY:
            given = answer if isinstance(answer, tuple) else (str(answer),)
            values = [{"valueCoding": _coding(form, fact, value)} for value in given or (NONE,)]
        case _ if answer == UNSURE:
            return None
        case Kind.SCORE:
            values = [{"valueInteger": answer}]
        case _ if len(str(answer)) == len("2026-08"):
            link, text, values = _month(fact), form.month, [{"valueString": answer}]
        case _:
            values = [{"valueDate": answer}]
    return {"linkId": link, "text": text, "answer": values}


def read_response(form: Form, resource: object, today: date) -> dict[str, Answer]:
    """The answers of a QuestionnaireResponse to this form, checked.

    Raises AnswerError for one that is not to this form in this version, or holds what the form does not take; it names
    the item by its linkId.
    """
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "QuestionnaireResponse":
        raise AnswerError("resourceType", "must be QuestionnaireResponse")
    if (given := resource.get("questionnaire")) != form.canonical:
        raise AnswerError("questionnaire", f"is {given!s:.200}, and what is read here is {form.canonical}")
    if (status := resource.get("status")) not in TO_BE_READ:
        raise AnswerError("status", f"is {status!s:.60}. Read are {', '.join(TO_BE_READ)}")
    _refuse_what_changes_it("QuestionnaireResponse", resource)
    kinds = dict(_kinds(questionnaire(form)["item"]))
    values = dict(_values(resource.get("item", []), kinds, set()))
    answers = {fact.id: _read(form, fact, values, today) for fact in form.asked}
    return {**_voice(form), **{fact: answer for fact, answer in answers.items() if answer is not None}}


def _kinds(items: Iterable[Resource]) -> Iterator[tuple[str, str]]:
    """The type of each item by its linkId."""
    for item in items:
        yield item["linkId"], item["type"]
        yield from _kinds(item.get("item", []))


def _values(items: object, kinds: Mapping[str, str], seen: set[str]) -> Iterator[tuple[str, list[Any]]]:
    """What each question was answered with, by its linkId."""
    for item in _objects("item", items):
        link = str(item.get("linkId"))
        if link not in kinds:
            raise AnswerError(f"{link:.60}", "is not a linkId of this form")
        if link in seen:
            raise AnswerError(link, "stands twice")
        seen.add(link)
        answers = _objects(link, item.get("answer", []))
        for one in (item, *answers):
            _refuse_what_changes_it(link, one)
        if answers:
            yield link, [_value(link, kinds[link], answer) for answer in answers]
        for within in (item, *answers):
            yield from _values(within.get("item", []), kinds, seen)


def _refuse_what_changes_it(link: str, given: Mapping[str, Any]) -> None:
    if found := [name for name in NOT_TO_BE_PASSED_OVER if name in given]:
        raise AnswerError(link, f"has {found[0]}, which is not known here and may turn an answer into another")


def _objects(link: str, given: object) -> list[Mapping[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise AnswerError(link, "must be a list of objects")
    return given


def _value(link: str, kind: str, answer: Mapping[str, Any]) -> Any:
    name = VALUES.get(kind)
    if name is None or [one for one in answer if one.startswith("value")] != [name]:
        raise AnswerError(link, f"must be answered by a {name}" if name else f"is a {kind}, which takes no answer")
    value = answer[name]
    if kind == "integer" and (not isinstance(value, int) or isinstance(value, bool)):
        raise AnswerError(link, "must be a whole number, without quotes")
    if kind == "date" and not (isinstance(value, str) and DATE.fullmatch(value)):
        raise AnswerError(link, "must be a date as YYYY-MM-DD")
    if kind == "string" and not (isinstance(value, str) and MONTH.fullmatch(value)):
        raise AnswerError(link, "must be a year and a month as YYYY-MM")
    return value


def _read(form: Form, fact: Fact, values: Mapping[str, list[Any]], today: date) -> Answer | None:
    link = _answered_at(fact, values)
    given = values.get(link, [])
    if not given:
        return None
    is_chosen = TYPES[fact.kind] == "choice"
    chosen = [_chosen(form, fact, one) for one in given] if is_chosen else []
    try:
        return fact.read(_ticked(fact, chosen) if fact.kind is Kind.MANY else (chosen or given)[0], today)
    except AnswerError as error:
        raise AnswerError(link, error.problem) from None


def _answered_at(fact: Fact, values: Mapping[str, list[Any]]) -> str:
    """The linkId of the item that holds the answer: that of the day or, without one, that of its month."""
    day, month = fact.id, _month(fact)
    for link in (day, month):
        if len(values.get(link, [])) > 1 and fact.kind is not Kind.MANY:
            raise AnswerError(link, "has more than one answer")
    if day in values and month in values and values[day][0][:7] != values[month][0]:
        raise AnswerError(day, f"is {values[day][0]}, and {month} is another month")
    return day if day in values else month


def _chosen(form: Form, fact: Fact, coding: object) -> str:
    if not isinstance(coding, Mapping) or coding.get("system") != form.codes:
        raise AnswerError(fact.id, f"must be a code of {form.codes}")
    values = {code(fact, value): value for value in choices(fact, form.someone_else)}
    found = values.get(str(coding.get("code")))
    if found is None:
        raise AnswerError(fact.id, f"does not know the code {coding.get('code')!s:.60}")
    return found


def _ticked(fact: Fact, chosen: list[str]) -> str | tuple[str, ...]:
    """What was ticked. Programs that show a form may let one tick a box that is meant to stand alone beside others."""
    alone = {NONE, UNSURE} & {*chosen}
    if alone and len({*chosen}) > 1:
        raise AnswerError(fact.id, f"has {' and '.join(sorted(alone))} beside another answer")
    return UNSURE if UNSURE in alone else () if alone else tuple(chosen)


def _voice(form: Form) -> dict[str, Answer]:
    """Whom the form is for, as an answer."""
    voice = form.rules.roles.someone_else
    if not isinstance(voice, Is):
        return {}
    for_them = {str(value) for value in voice.values}
    values = [one.value for one in form.rules.fact(voice.fact).options if (one.value in for_them) is form.someone_else]
    return {voice.fact: values[0]}
