"""Which unknown facts could still change the outcome: what is worth finding out before the visit.

A fact matters if, for some way of filling in all the unknown ones, another answer to that fact alone gives another
outcome. Trying every sheet would take hours, so this works on rules:

- An answer stands for all answers that no rule tells from it, and a day for all days between the same two limits.
- The outcome is the greatest of the rules' outcomes. So a fact matters exactly if, with all else filled in alike, one
  of its answers lets a rule reach some outcome, and with another answer every rule stays below that.
- Rules that share no unknown fact can be filled in one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, permutations
from operator import itemgetter
from typing import Any, NamedTuple

from screener.engine.conditions import Precedes, Within, leaves
from screener.engine.facts import SCORES, Answer, Answers, Fact, Kind, Sheet
from screener.engine.logic import Truth
from screener.engine.rule_set import Criterion, Outcome, Rule, RuleSet

DAY = timedelta(days=1)


def facts_that_matter(rule_set: RuleSet, sheet: Sheet) -> tuple[Fact, ...]:
    """The unknown facts that could still change the outcome, in the order in which they are asked."""
    search = _Search(rule_set, sheet)
    return tuple(fact for fact in rule_set.facts if fact.id in search.unknown and search.matters(fact.id))


class _Search:
    def __init__(self, rule_set: RuleSet, sheet: Sheet) -> None:
        self.rule_set = rule_set
        self.sheet = sheet
        needs = {rule: _needs(rule_set, rule) for rule in rule_set.rules}
        used = frozenset[str]().union(*needs.values())
        facts = [fact for fact in rule_set.facts if fact.id in used and self._is_unknown(fact)]
        days = self._days_worth_trying([fact for fact in facts if fact.kind is Kind.PAST_DATE])
        self.unknown: dict[str, Sequence[Answer]] = {
            fact.id: days[fact.id] if fact.id in days else _distinct_answers(rule_set, fact) for fact in facts
        }
        self.asks = {rule: [fact for fact in self.unknown if fact in needs[rule]] for rule in rule_set.rules}
        # A rule sees the answers that it looks at, and the day to which all days are counted.
        self.counted_to = rule_set.roles.counted_to
        self.given = {
            rule: {fact: answer for fact, answer in sheet.answers.items() if fact in needed or fact == self.counted_to}
            for rule, needed in needs.items()
        }
        self.conditional = {rule: _conditional(rule_set, rule) for rule in rule_set.rules}
        self.looked_at = {rule: _getter(self.asks[rule]) for rule in rule_set.rules}
        self.seen: dict[Rule, dict[Any, int]] = {rule: {} for rule in rule_set.rules}
        self.filled: dict[tuple[_Demand, ...], bool] = {}

    def matters(self, fact: str) -> bool:
        """Whether another answer to this fact alone can give another outcome."""
        own = [rule for rule, asked in self.asks.items() if fact in asked]
        tied = self._tied(own, fact)
        free = [rule for rule in self.asks if rule not in (*own, *tied)]
        # What makes a rule grave comes last in the list of answers, and so first here.
        pairs = list(permutations(self.unknown[fact][::-1], 2))
        for rule in own:
            for outcome in self.rule_set.outcomes_of(rule):
                if self._can_be_filled(_all_below(free, outcome)):
                    for grave, mild in pairs:
                        reached = _Demand(rule, outcome, reached=True, fact=fact, answer=grave)
                        below = [_Demand(one, outcome, reached=False, fact=fact, answer=mild) for one in own]
                        if self._can_be_filled((reached, *below, *_all_below(tied, outcome))):
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
            for criterion, part in _limits(self.rule_set)
            if part.fact == fact
        )

    def _days_worth_trying(self, facts: Sequence[Fact]) -> dict[str, list[Answer]]:
        """For each unknown date, both ends of every stretch of days that no limit and no known date divides."""
        starts = set()
        for _, part in _limits(self.rule_set):
            starts.add(self.sheet.end - timedelta(days=part.threshold.limit))
        for fact_id in _dates(self.rule_set):
            if self.sheet.known(fact_id) is not None:
                days = self.sheet.days(fact_id)
                starts |= {days.first, days.last + DAY}
        ends = {start - DAY for start in starts}
        ends.add(self.sheet.today)
        candidates = sorted({*starts, *ends, min(ends) - DAY}, reverse=True)
        tried: dict[str, list[Answer]] = {}
        for fact in facts:
            allowed = self.sheet.days(fact.id)
            tried[fact.id] = [day.isoformat() for day in candidates if allowed.first <= day <= allowed.last]
        return tried

    def _tied(self, own: Sequence[Rule], fact: str) -> list[Rule]:
        """The other rules that share an open fact with a fact's own ones, or with another such rule."""
        facts = {one for rule in own for one in self.asks[rule]} - {fact}
        tied: list[Rule] = []
        while more := [rule for rule in self.asks if rule not in (*own, *tied) and facts & {*self.asks[rule]}]:
            tied += more
            facts.update(*(self.asks[rule] for rule in more))
        return tied

    def _can_be_filled(self, demands: tuple["_Demand", ...]) -> bool:
        """Whether all open facts can be filled so that each of these demands holds."""
        if demands not in self.filled:
            each_by_itself = len(demands) == 1 or all(self._can_be_filled((demand,)) for demand in demands)
            self.filled[demands] = each_by_itself and self._fill(demands)
        return self.filled[demands]

    def _fill(self, demands: tuple["_Demand", ...]) -> bool:
        """Fact by fact, and back as soon as a demand fails whose facts are filled: so few of all fillings are tried."""
        asked = [[fact for fact in self.asks[demand.rule] if fact != demand.fact] for demand in demands]
        open_facts = list(dict.fromkeys(chain(*sorted(asked, key=len))))
        place = {fact: position for position, fact in enumerate(open_facts, 1)}
        due: list[list[_Demand]] = [[] for _ in range(len(open_facts) + 1)]
        for demand, facts in zip(demands, asked, strict=True):
            due[max(map(place.__getitem__, facts), default=0)].append(demand)
        # What makes a rule grave is tried first where one has to be grave, and last elsewhere.
        tried = [self.unknown[fact][:: -1 if demands[0].reached and fact in asked[0] else 1] for fact in open_facts]
        filling: dict[str, Answer] = {}

        def go_on(position: int) -> bool:
            for demand in due[position]:
                if not self._holds(demand, filling):
                    return False
            if position == len(open_facts):
                return True
            for answer in tried[position]:
                filling[open_facts[position]] = answer
                if go_on(position + 1):
                    return True
            return False

        return go_on(0)

    def _holds(self, demand: "_Demand", filling: dict[str, Answer]) -> bool:
        """Whether it holds with this filling, whose answer to the fact that is looked at is the demand's own."""
        if demand.fact is not None:
            filling[demand.fact] = demand.answer
        return (self._rank_of(demand.rule, filling) >= demand.outcome.rank) is demand.reached

    def _rank_of(self, rule: Rule, filling: Answers) -> int:
        """How grave the outcome of a rule is with this filling."""
        answers = self.looked_at[rule](filling)
        rank = self.seen[rule].get(answers)
        if rank is None:
            filled = {**self.given[rule], **{fact: filling[fact] for fact in self.asks[rule]}}
            sheet = Sheet(self.conditional[rule], filled, self.sheet.today, self.counted_to)
            rank = self.seen[rule][answers] = self.rule_set.find(rule, sheet).outcome.rank
        return rank


class _Demand(NamedTuple):
    """A rule is to reach the outcome, or to stay below it, with this answer to the fact that is looked at."""

    rule: Rule
    outcome: Outcome
    reached: bool
    fact: str | None = None
    answer: Answer = ""


def _getter(facts: Sequence[str]) -> Callable[[Answers], Any]:
    """What takes the answers to these facts out of a filling, to be looked up by."""
    return itemgetter(*facts) if facts else lambda _: ()


def _all_below(rules: Iterable[Rule], outcome: Outcome) -> tuple[_Demand, ...]:
    return tuple(_Demand(rule, outcome, reached=False) for rule in rules)


@cache
def _needs(rule_set: RuleSet, rule: Rule) -> frozenset[str]:
    """The facts that a rule looks at, and those that decide whether they are asked."""
    asked_ifs = [rule_set.fact(fact).asked_if for fact in rule.facts]
    return rule.facts.union(*(asked_if.facts for asked_if in asked_ifs if asked_if is not None))


@cache
def _conditional(rule_set: RuleSet, rule: Rule) -> tuple[Fact, ...]:
    """The facts of a rule that are asked only under a condition."""
    return tuple(fact for fact in map(rule_set.fact, rule.facts) if fact.asked_if is not None)


@cache
def _dates(rule_set: RuleSet) -> frozenset[str]:
    """The dates that a limit is counted from, or that are compared with one another."""
    compared = (part for rule in rule_set.rules for part in leaves(rule.condition) if isinstance(part, Precedes))
    counted_from = {part.fact for _, part in _limits(rule_set)}
    return frozenset().union(counted_from, *(part.facts for part in compared))


@cache
def _limits(rule_set: RuleSet) -> tuple[tuple[Criterion, Within], ...]:
    """The criteria that a date decides, each with that part of it."""
    parts = ((criterion, part) for criterion in rule_set.criteria for part in leaves(criterion.condition))
    return tuple((criterion, part) for criterion, part in parts if isinstance(part, Within))


@cache
def _distinct_answers(rule_set: RuleSet, fact: Fact) -> tuple[Answer, ...]:
    """One known answer for each way in which the rules tell answers apart; of boxes, as few ticked as it takes."""
    conditions = [rule.condition for rule in rule_set.rules]
    conditions += [rule.can_change for rule in rule_set.criteria if rule.can_change is not None]
    conditions += [other.asked_if for other in rule_set.facts if other.asked_if is not None]
    of_the_fact = [leaf for condition in conditions for leaf in leaves(condition) if leaf.facts == {fact.id}]

    def told_apart(answers: Iterable[Answer]) -> dict[tuple[Truth, ...], Answer]:
        found: dict[tuple[Truth, ...], Answer] = {}
        for answer in answers:
            sheet = Sheet((), {fact.id: answer}, date.max)
            found.setdefault(tuple(leaf.truth(sheet) for leaf in of_the_fact), answer)
        return found

    if fact.kind is Kind.MANY:
        boxes = [option.value for option in fact.options]
        alike = [box for box in boxes if (box,) in told_apart((box,) for box in boxes).values()]
        sizes = range(0 if fact.may_be_none else 1, len(alike) + 1)
        sets = told_apart(chain.from_iterable(combinations(alike, size) for size in sizes))
        return tuple(sets[truths] for truths in sorted(sets))
    found = told_apart(SCORES if fact.kind is Kind.SCORE else [option.value for option in fact.options])
    return tuple(found[truths] for truths in sorted(found, reverse=True))
