"""Which unknown facts could still change the outcome: what is worth finding out before the visit.

A fact matters if, for some way of filling in all the unknown ones, another answer to that fact alone gives another
outcome. Trying every sheet would take hours, so this works on rules:

- An answer stands for all answers that no rule tells from it, and a day for all days between the same two limits.
- The outcome is the greatest of the rules' outcomes. So a fact matters exactly if two of its answers give its own
  rules different outcomes, and the other rules can at the same time stay below the graver of the two.
- Rules that share no unknown fact can be looked at one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, product

from screener.conditions import Within
from screener.facts import SCORES, UNSURE, Answer, Answers, Condition, Fact, Kind, Sheet
from screener.logic import Truth
from screener.rules import Criterion, Outcome, Protocol, Rule

DAY = timedelta(days=1)


def facts_that_matter(protocol: Protocol, sheet: Sheet) -> tuple[Fact, ...]:
    """The unknown facts that could still change the outcome, in the order in which they are asked."""
    search = _Search(protocol, sheet)
    return tuple(fact for fact in protocol.facts if fact.id in search.unknown and search.matters(fact.id))


class _Search:
    def __init__(self, protocol: Protocol, sheet: Sheet) -> None:
        self.protocol = protocol
        self.sheet = sheet
        needs = {rule: _needs(protocol, rule) for rule in protocol.rules}
        used = frozenset[str]().union(*needs.values())
        facts = [fact for fact in protocol.facts if fact.id in used and self._is_unknown(fact)]
        days = self._days_worth_trying([fact for fact in facts if fact.kind is Kind.PAST_DATE])
        self.unknown: dict[str, Sequence[Answer]] = {
            fact.id: days[fact.id] if fact.id in days else _distinct_answers(protocol, fact) for fact in facts
        }
        self.asks = {rule: [fact for fact in self.unknown if fact in needs[rule]] for rule in protocol.rules}
        askers = {fact: [rule for rule, asked in self.asks.items() if fact in asked] for fact in self.unknown}
        self.private = {fact for fact, rules in askers.items() if len(rules) == 1}
        self.alone = {rule for rule, asked in self.asks.items() if self.private.issuperset(asked)}
        self.seen: dict[tuple[Rule, tuple[Answer, ...]], Outcome] = {}
        self.mildest = {rule: self._mildest(rule) for rule in protocol.rules}

    def matters(self, fact: str) -> bool:
        """Whether another answer to this fact alone can give another outcome."""
        own = [rule for rule, asked in self.asks.items() if fact in asked]
        others = [rule for rule, asked in self.asks.items() if fact not in asked]
        if any(self.mildest[rule] >= max(rule.gravest for rule in own) for rule in others):
            return False
        for filling in self._fillings(own, {fact: UNSURE}):
            outcomes = {self._outcome(own, {**filling, fact: answer}) for answer in self.unknown[fact]}
            if len(outcomes) > 1 and self._can_stay_below(max(outcomes), others, filling):
                return True
        return False

    def _is_unknown(self, fact: Fact) -> bool:
        if fact.asked_if is not None and fact.asked_if.truth(self.sheet) is Truth.NO:
            return False
        return self.sheet.known(fact.id) is None or (fact.kind is Kind.PAST_DATE and self._straddles(fact.id))

    def _straddles(self, fact: str) -> bool:
        """Whether a criterion is unknown because its limit falls inside the month."""
        return any(
            part.truth(self.sheet) is Truth.UNKNOWN and criterion.condition.truth(self.sheet) is Truth.UNKNOWN
            for criterion, part in _limits(self.protocol)
            if part.fact == fact
        )

    def _days_worth_trying(self, facts: Sequence[Fact]) -> dict[str, list[Answer]]:
        """For each unknown date, both ends of every stretch of days that no limit and no known date divides."""
        starts = set()
        for _, part in _limits(self.protocol):
            starts.add(self.sheet.end - timedelta(days=part.threshold.limit))
            if self.sheet.known(part.fact) is not None:
                days = self.sheet.days(part.fact)
                starts |= {days.first, days.last + DAY}
        ends = {start - DAY for start in starts}
        ends.add(self.sheet.today)
        candidates = sorted({*starts, *ends, min(ends) - DAY}, reverse=True)
        tried: dict[str, list[Answer]] = {}
        for fact in facts:
            allowed = self.sheet.days(fact.id)
            tried[fact.id] = [day.isoformat() for day in candidates if allowed.first <= day <= allowed.last]
        return tried

    def _can_stay_below(self, outcome: Outcome, rules: Sequence[Rule], filling: Answers) -> bool:
        """Whether the facts left open by the filling can be filled so that all these rules stay below the outcome."""
        if any(self.mildest[rule] >= outcome for rule in rules):
            return False
        rules = [rule for rule in rules if rule not in self.alone]
        return all(self._can_be_filled(group, filling, outcome) for group in self._groups(rules, filling))

    def _can_be_filled(self, rules: Sequence[Rule], filling: Answers, outcome: Outcome) -> bool:
        """Whether the facts that these rules leave open can be filled so that each rule stays below the outcome.

        Fact by fact, and back as soon as a rule whose facts are all filled does not: trying whole fillings took four
        times as long on a sheet with nothing answered.
        """
        open_facts = [fact for fact in dict.fromkeys(chain(*(self.asks[rule] for rule in rules))) if fact not in filling]
        place = {fact: position for position, fact in enumerate(open_facts)}
        due: list[list[Rule]] = [[] for _ in range(len(open_facts) + 1)]
        for rule in rules:
            due[max((place[fact] + 1 for fact in self.asks[rule] if fact in place), default=0)].append(rule)
        filled = {**filling}

        def go_on(position: int) -> bool:
            if any(self._outcome_of(rule, filled) >= outcome for rule in due[position]):
                return False
            if position == len(open_facts):
                return True
            fact = open_facts[position]
            for answer in self.unknown[fact]:
                filled[fact] = answer
                if go_on(position + 1):
                    return True
            return False

        return go_on(0)

    def _mildest(self, rule: Rule) -> Outcome:
        """The mildest outcome that the rule can come to by itself."""
        mildest = Outcome.GET_HELP_NOW
        for filling in self._fillings([rule], {}):
            mildest = min(mildest, self._outcome_of(rule, filling))
            if mildest == Outcome.POINTS_FIT:
                break
        return mildest

    def _groups(self, rules: Sequence[Rule], filling: Answers) -> list[list[Rule]]:
        """The rules, those together that share a fact which the filling leaves open."""
        groups: list[tuple[set[str], list[Rule]]] = []
        for rule in rules:
            facts, together = {fact for fact in self.asks[rule] if fact not in filling}, [rule]
            for group in [group for group in groups if group[0] & facts]:
                groups.remove(group)
                facts, together = facts | group[0], together + group[1]
            groups.append((facts, together))
        return [group for _, group in groups]

    def _fillings(self, rules: Sequence[Rule], filled: Answers) -> Iterator[dict[str, Answer]]:
        """Every way of filling in the open facts of these rules; the likeliest to show something first."""
        facts = [fact for fact in dict.fromkeys(chain(*(self.asks[rule] for rule in rules))) if fact not in filled]
        private = [fact for fact in facts if fact in self.private]
        shared = [fact for fact in facts if fact not in self.private]
        for answers in product(*(self.unknown[fact][::-1] for fact in shared)):
            for position in (-1, 0):
                same = {fact: self.unknown[fact][position] for fact in private}
                yield {**same, **dict(zip(shared, answers, strict=True))}
        for answers in product(*(self.unknown[fact] for fact in facts)):
            yield dict(zip(facts, answers, strict=True))

    def _outcome(self, rules: Iterable[Rule], filling: Answers) -> Outcome:
        return max(self._outcome_of(rule, filling) for rule in rules)

    def _outcome_of(self, rule: Rule, filling: Answers) -> Outcome:
        answers = tuple(filling[fact] for fact in self.asks[rule])
        key = (rule, answers)
        if key not in self.seen:
            filled = {**self.sheet.answers, **dict(zip(self.asks[rule], answers, strict=True))}
            self.seen[key] = rule.find(self.protocol.sheet(filled, self.sheet.today)).outcome
        return self.seen[key]


@cache
def _needs(protocol: Protocol, rule: Rule) -> frozenset[str]:
    """The facts that a rule looks at, and those that decide whether they are asked."""
    asked_ifs = [protocol.fact(fact).asked_if for fact in rule.facts]
    return rule.facts.union(*(asked_if.facts for asked_if in asked_ifs if asked_if is not None))


def _limits(protocol: Protocol) -> Iterator[tuple[Criterion, Within]]:
    """The criteria that a date decides, each with that part of it."""
    for criterion in protocol.criteria:
        for part in _leaves(criterion.condition):
            if isinstance(part, Within):
                yield criterion, part


def _leaves(condition: Condition) -> Iterator[Condition]:
    parts = getattr(condition, "parts", None) or [getattr(condition, "part", None), getattr(condition, "when", None)]
    inner = [part for part in parts if part is not None]
    if not inner:
        yield condition
    for part in inner:
        yield from _leaves(part)


@cache
def _distinct_answers(protocol: Protocol, fact: Fact) -> tuple[Answer, ...]:
    """One known answer for each way in which the rules tell answers apart; of boxes, as few ticked as it takes."""
    conditions = [rule.condition for rule in protocol.rules]
    conditions += [rule.can_change for rule in protocol.criteria if rule.can_change is not None]
    conditions += [other.asked_if for other in protocol.facts if other.asked_if is not None]
    leaves = [leaf for condition in conditions for leaf in _leaves(condition) if leaf.facts == {fact.id}]

    def told_apart(answers: Iterable[Answer]) -> dict[tuple[Truth, ...], Answer]:
        found: dict[tuple[Truth, ...], Answer] = {}
        for answer in answers:
            sheet = Sheet((), {fact.id: answer}, date.max)
            found.setdefault(tuple(leaf.truth(sheet) for leaf in leaves), answer)
        return found

    if fact.kind is Kind.MANY:
        boxes = [option.value for option in fact.options]
        alike = [box for (box,) in told_apart((box,) for box in boxes).values()]
        sizes = range(0 if fact.may_be_none else 1, len(alike) + 1)
        sets = told_apart(chain.from_iterable(combinations(alike, size) for size in sizes))
        return tuple(sets[truths] for truths in sorted(sets))
    found = told_apart(SCORES if fact.kind is Kind.SCORE else [option.value for option in fact.options])
    return tuple(found[truths] for truths in sorted(found, reverse=True))
