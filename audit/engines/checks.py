"""All that is looked at in one engine, and its words against those that today's Chromium shows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engines import journey
from engines.drivers import Driver, EngineError, Look
from engines.named import TODAY, Engine
from engines.prints import paper_faults
from engines.sights import array_faults, chart_faults, field_faults, focus_faults, plain_faults

PHONE = Look()
CLOSE = Look(scale=3)
DARK = Look(scale=3, dark=True)
# One that has light-dark() and one that has not.
IN_THE_DARK = ("chromium", "chromium-91")
NO_SCRIPTS = Look(scripts=False)
MOST_NAMED = 12
MOST_STARTS = 12
FIELDS_ON = ("question in error", "question pain-score", "question stops", "question adult")
FOCUS_ON = ("home", "question in error", "question adult", "summary")


Check = Callable[["Report", Driver, str, set[str]], None]


@dataclass
class Report:
    """What one engine showed: the words of each page, the faults, and what could not be seen as it ended."""

    engine: str
    words: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def add(self, where: str, faults: Iterator[str] | list[str]) -> None:
        said = [f"{where}: {fault}" for fault in faults]
        self.faults += said[:MOST_NAMED]
        if len(said) > MOST_NAMED:
            self.faults.append(f"{where}: … and {len(said) - MOST_NAMED} more")


def looked_at(engine: Engine, site: str) -> Report:
    """All checks in one engine."""
    report = Report(engine.name)
    looks = [(words_and_paper, PHONE), (by_eye, CLOSE), (without_scripts, NO_SCRIPTS)]
    for what, look in [*looks, *([(by_eye, DARK)] if engine.name in IN_THE_DARK else [])]:
        if error := _in_as_many_starts_as_it_needs(report, engine, site, what, look):
            # What today's cannot do is our fault; an old or a foreign one may end by its own.
            (report.faults if engine is TODAY else report.unseen).append(f"{what.__name__}: the engine ended: {error}")
    return report


def _in_as_many_starts_as_it_needs(report: Report, engine: Engine, site: str, what: Check, look: Look) -> str:
    """One check; what went wrong at the end. An old Chromium may end after many pictures: what it has seen is kept."""
    done: set[str] = set()
    error = ""
    for _ in range(MOST_STARTS):
        before = len(done)
        try:
            with engine.start(look) as page:
                what(report, page, site, done)
            return ""
        except EngineError as problem:
            error = str(problem)
        if len(done) == before:
            break
    return error


def everywhere(page: Driver, site: str) -> Iterator[str]:
    yield from journey.pages(page, site)
    for name, address in journey.READ.items():
        page.open(site + address)
        yield name


def once(page: Driver, site: str, done: set[str]) -> Iterator[str]:
    """Those that are not looked at yet."""
    for name in everywhere(page, site):
        if name not in done:
            yield name
            done.add(name)


def words_of(page: Driver) -> tuple[str, list[str]]:
    texts = page.run("seen.texts()")
    return texts["words"], texts["meanings"]


def words_and_paper(report: Report, page: Driver, site: str, done: set[str]) -> None:
    """The journey and the pages to read, their words, and what the page itself can say; those not of a form printed."""
    for name in once(page, site, done):
        report.words[name], meanings = words_of(page)
        report.add(name, [f"a meaning twice: {one}" for one, times in Counter(meanings).items() if times > 1])
        report.add(name, plain_faults(page))
        if not name.startswith("question") or name == "question in error":
            report.add(f"print of {name}", paper_faults(page, name))


def by_eye(report: Report, page: Driver, site: str, done: set[str]) -> None:
    """What is seen only in a picture: arrays, charts, fields, the ring of the focus."""
    mode = " in the dark" if page.look.dark else ""
    for name in once(page, site, done):
        if page.look.dark and not (name.startswith("question") and name != "question in error"):
            report.add(name + mode, plain_faults(page))
        if name in FIELDS_ON:
            report.add(name + mode, field_faults(page))
        if name in FOCUS_ON:
            report.add(name + mode, focus_faults(page))
        report.add(name + mode, array_faults(page))
        report.add(name + mode, chart_faults(page))


def without_scripts(report: Report, page: Driver, site: str, done: set[str]) -> None:
    """The journey again with scripts off."""
    names = list(journey.pages(page, site))
    if names[-1] != "guide":
        report.faults.append(f"without scripts the journey ends at {names[-1]}")


def words_alone(engine: Engine, site: str) -> Report:
    """The words of each page, to compare others with."""
    report = Report(engine.name)
    with engine.start(PHONE) as page:
        for name in everywhere(page, site):
            report.words[name], _ = words_of(page)
    return report


def compared(report: Report, today: Report) -> list[str]:
    """Pages that show other words than in today's Chromium."""
    faults = []
    for name in today.words.keys() & report.words.keys():
        here, there = (Counter(re.findall(r"\w+", one.words[name])) for one in (report, today))
        for what, words in (("does not show", there - here), ("shows what today's Chromium does not", here - there)):
            if words:
                faults.append(f"{name}: {what}: {' '.join(words.elements())[:300]}")
    return sorted(faults)
