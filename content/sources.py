"""The sources file: every paper, page and body that a page may cite, read once and checked."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from web import clock
from web.languages import active, active_code, address, once_for_each_language
from web.languages import gettext as _
from web.toml_tables import DataFileError, complete, read_toml
from web.translated_data import Words

STUDIES = (
    "randomized trial",
    "fake-procedure trial",
    "study without a comparison group",
    "study of records",
    "review of studies",
    "registry record",
    "interview study",
    "survey",
)
OTHER_KINDS = (
    "guideline",
    "coverage rule",
    "regulator",
    "hospital leaflet",
    "maker's page",
    "clinic's page",
    "news or summary",
    "textbook",
    "other",
)
# What the file says where there is nothing to say. Nobody reads these: the site says it in a sentence, or is silent.
NOT_CHECKED, DOES_NOT_APPLY, NOT_STATED = "not checked", "does not apply", "not stated"
SOURCES_FILE = Path(__file__).parent / "sources.toml"


class SourceError(DataFileError):
    """The sources file is wrong; says which source and what to do."""


@dataclass(frozen=True)
class Source:
    """Where a fact was read. `year` 0 is no date, `people` 0 no count, an empty `address` shown without a link.

    `ended` is the day on which it was withdrawn, retired or replaced, and `ended_by` how, such as "replaced by NG234".
    """

    id: str
    authors: str
    year: int
    title: str
    journal: str
    kind: str
    people: int
    paid_by: str
    blinding: str
    sure: str
    address: str = ""
    ended: date | None = None
    ended_by: str = ""

    @property
    def is_study(self) -> bool:
        return self.kind in STUDIES

    @cached_property
    def url(self) -> str:
        """Where the site describes it: studies on one page, guides and rules on another."""
        page = "sources" if self.is_study else "sources-guides"
        return f"{address(active_code(), 'content:page', page)}#{self.id}"

    @cached_property
    def name(self) -> str:
        """A short name: who wrote it, or its title, and when."""
        who = (self.title if self.authors == NOT_STATED else self.authors).rstrip(".")
        return f"{who}, {self.year}" if self.year else who

    @property
    def how_sure(self) -> str:
        return str(_(self.sure))

    @cached_property
    def label(self) -> str:
        """One plain line: kind of study, how many people, who paid, who knew which treatment."""
        kind = _("a source of another kind") if self.kind == "other" else _(self.kind)
        parts = [kind[:1].upper() + kind[1:]]
        if self.people:
            parts.append(_("%s people") % active().say_number(self.people))
        parts.append(_("Paid by: %s") % _(self.paid_by))
        if self.blinding == NOT_CHECKED:
            parts.append(_("Who knew which treatment was not checked"))
        elif self.blinding != DOES_NOT_APPLY:
            parts.append(_(self.blinding))
        if self.ended:
            said = {"day": active().say_day(self.ended), "how": _(self.ended_by)}
            parts.append(_("No longer holds since %(day)s: %(how)s") % said)
        return ". ".join(part.rstrip(".") for part in parts) + "."


WORDS: Words = {Source: ("kind", "paid_by", "blinding", "sure", "ended_by")}


def read_sources(path: Path) -> dict[str, Source]:
    """All sources of a file, by id, in the file's order.

    Raises SourceError for a missing, unknown or empty entry, naming the source.
    """
    sources = {}
    for source_id, entry in read_toml(path, SourceError).items():
        where = f"{path.name}: [{source_id}]"
        source: Source = complete(Source, where, entry, SourceError, id=source_id)
        if source.kind not in STUDIES + OTHER_KINDS:
            known = ", ".join(STUDIES + OTHER_KINDS)
            raise SourceError(f"{where} has the kind {source.kind!r}; known are {known}.")
        if source.address and not source.address.startswith(("https://", "http://")):
            raise SourceError(f"{where} address must begin with https:// or be empty.")
        if bool(source.ended) != bool(source.ended_by):
            raise SourceError(f"{where} has ended or ended_by without the other: say on which day, and how.")
        if source.ended and source.ended > clock.today():
            raise SourceError(f"{where} ended is {source.ended}, which is yet to come. Write it when it has.")
        sources[source_id] = source
    return sources


# The file is the same in every language.
_read_once = cache(read_sources)


@once_for_each_language
def all_sources() -> dict[str, Source]:
    """The site's sources, by id: those of each language apart, as they keep what is said of them."""
    return {name: replace(source) for name, source in _read_once(SOURCES_FILE).items()}
