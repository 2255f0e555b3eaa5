"""What more questions cost: an evaluation, a posted answer, start, memory, and room in the cookie."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from statistics import median
from time import process_time

import servers
from interleave import measure
from load import Request, by_turns
from patients import FITS, TODAY, Given, edition
from posted_answer import as_ours
from rivals.grown import FEWEST, original, with_questions
from servers import Server
from show import FLAT, at_most, megabytes, number, spread
from visitor import Visitor

from screener import answers_cookie
from screener.engine.rule_set import RuleSet
from screener.engine.summary import summarize
from screener.rule_sets.clinic import CLINIC_RULES

COUNTS = (FEWEST, 45, 150)
ROUNDS, EVALUATIONS = 30, 100
BROWSERS_KEEP = 4096
QUESTIONS = len(CLINIC_RULES.facts)
COLUMNS = "µs an evaluation | µs a question | start s | worker MB: PSS | cookies, bytes | requests/s | CPU µs an answer"


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    rule_sets = {count: with_questions(count) for count in COUNTS}
    given = {count: _answers(rule_set) for count, rule_set in rule_sets.items()}
    times = measure({count: _evaluating(rule_sets[count], given[count]) for count in COUNTS}, ROUNDS, process_time)
    each = {count: [1e6 * one / EVALUATIONS for one in seconds] for count, seconds in times.items()}
    with ExitStack() as stack:
        asked = {count: _asked(stack, count, rule_set) for count, rule_set in rule_sets.items()}
        loaded = by_turns(asked)
        memory = {count: server.worker_bytes for count, (server, _) in asked.items()}
    yield from (f"## Growth: {COUNTS[0]} to {COUNTS[-1]} questions", "")
    yield "Made-up questions like ours, with criteria. The one in the middle is answered after those before it."
    yield "The cookies are those that come with it, then the one with all answered."
    yield from ("", f"| questions | {COLUMNS} |", "|--:|--:|--:|--:|--:|--:|--:|--:|")
    for count, one in loaded.items():
        server, request = asked[count]
        full = _cookie_bytes(given[count])
        cells = [spread(each[count], 1), number(median(each[count]) / count, 2), number(server.start_seconds, 2)]
        cells += [megabytes(memory[count]), f"{len(request.headers['Cookie']):,}; {full:,}"]
        yield f"| {count} | {' | '.join([*cells, spread(one.per_second), spread(one.cpu_us)])} |"
    least, *_, most = COUNTS
    rise = (median(each[most]) / most) / (median(each[least]) / least)
    yield ""
    yield at_most(f"Evaluation of one question of {most}, times that of {least}", rise, FLAT, 2)
    yield at_most(f"Bytes of the cookie with all {most} answered", _cookie_bytes(given[most]), BROWSERS_KEEP, 0)
    fit = next(number for number in range(most, 0, -1) if _cookie_bytes(_first(number, given[most])) <= BROWSERS_KEEP)
    yield f"- Such questions whose answers fit into a cookie of {BROWSERS_KEEP:,} bytes: **{fit}**; we ask {QUESTIONS}"


def _answers(rule_set: RuleSet) -> Given:
    """The same answers to the questions of every lap."""
    read = CLINIC_RULES.read(FITS, TODAY)
    return {fact.id: read[original(fact).id] for fact in rule_set.facts}


def _evaluating(rule_set: RuleSet, given: Given) -> Callable[[], object]:
    asked = edition(rule_set)
    return lambda: [summarize(asked, given, TODAY).outcome for _ in range(EVALUATIONS)]


def _asked(stack: ExitStack, count: int, rule_set: RuleSet) -> tuple[Server, Request]:
    """The site with these questions, and an answer to the one in the middle."""
    server = stack.enter_context(servers.rival("grown", QUESTIONS=str(count)))
    return server, Visitor(server.url, rule_set.facts, lambda fact: as_ours(original(fact))).answer_all_before(
        count // 2
    )


def _first(number: int, given: Given) -> Given:
    return dict(islice(given.items(), number))


def _cookie_bytes(given: Given) -> int:
    return len(f"answers={answers_cookie.seal(answers_cookie.Saved(given), 'x' * 32)}")
