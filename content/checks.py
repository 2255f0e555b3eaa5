"""The rules of wording, run by `manage.py check` and as tests. Each failure names file, line and what to do."""

import re
from collections.abc import Iterator, Sequence, Set
from datetime import timedelta
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch
from markdown_it.token import Token

from content import figures, layers, reviewed, scores, side_by_side
from content.changes import FILE as CHANGES_FILE
from content.changes import Change, all_changes
from content.codes import all_codes
from content.glossary import GLOSSARY_FILE, all_terms
from content.markdown import blocks, inline, links, parser
from content.pages import Block, Page, all_pages, headed_names, pages_dir
from content.sources import all_sources
from screener.editions import main_rules
from screener.engine.facts import Threshold
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from web import clock, readability
from web.languages import ENGLISH, active, active_code, known_languages, once_for_each_language, speaking
from web.toml_tables import DataFileError


def _as_typed(threshold: Threshold) -> Iterator[str]:
    """The ways of typing a limit, as patterns: "12 weeks", "12-week", "84 days"; "25%", "25 percent"."""
    percent = active().reading.percent
    for text in {threshold.words, threshold.exact}:
        for number, unit in re.findall(rf"(\d+) ?(%|{percent}|\w+)", text):
            of_100 = unit == "%" or re.fullmatch(percent, unit)
            yield rf"{number}(?: ?%| {percent})" if of_100 else rf"{number}[ -]{unit.removesuffix('s')}s?"


THRESHOLD_SOURCES = {threshold.source for threshold in MAIN_RULES.thresholds}
# Marks that stand in what a reader sees: one that opens and does not close, or is typed where none is read.
_MARKS = re.compile(r"\{\{|\[@|:::|\]\(|\[\[|\]\]|[*`]|~~|__|(?<!\w)_|_(?!\w)")
BALANCE = 0.20
LAST_CALLOUT = "next"
UNREADABLE = "content.E040"


@once_for_each_language
def _rule_numbers() -> re.Pattern[str]:
    """A limit that a source set stands in the rule set alone. Our own ones are numbers of other things as well."""
    ways = sorted(way for one in main_rules().thresholds if one.source for way in _as_typed(one))
    return re.compile(rf"\b(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)


def check_pages(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    """All that is wrong with the words of these pages."""
    for page in pages:
        yield from _check_front_matter(page)
        for block in page.blocks:
            yield from _check_block(page, block)
        yield from _check_reading(page)
        for problem in layers.check(page):
            yield _error(page, problem.line, problem.words, problem.remedy, problem.number)
        yield from _check_shape(page)
        yield from _check_boxes(page)
        yield from _check_lists(page)
        yield from _check_drawings(page)
        yield from _check_ids(page)
        yield from _check_figures(page)
        yield from _check_walk(page)
        yield from _check_side_by_side(page)
        yield from _check_balance(page)
    yield from _check_links(pages)
    yield from _check_copies(pages)


def _named(file: str) -> str:
    """What messages call a file that each language has: changes.toml, es/changes.toml."""
    return file if active_code() == ENGLISH else f"{active_code()}/{file}"


def _error(page: Page, line: int, problem: str, hint: str, number: int) -> Error:
    return Error(f"{page.named}:{line}: {problem}", hint=hint, id=f"content.E{number:03}")


def _check_front_matter(page: Page) -> Iterator[CheckMessage]:
    for text in (page.title, page.nav, page.summary):
        if _MARKS.search(text):
            yield _error(page, 1, f"markup that was not understood: {text!r}", "Write plain words here.", 11)
    if [token.type for token in parser().parse(page.main_message)] != ["paragraph_open", "inline", "paragraph_close"]:
        yield _error(page, 1, "main_message is not one paragraph.", "Write the answer, without lists or boxes.", 64)
    cited = {source for block in page.blocks for source in block.cited}
    if extra := set(page.sources) - cited:
        yield _error(page, 1, f"sources lists {', '.join(sorted(extra))}, which the page never cites.", "Remove it.", 1)
    if missing := cited - set(page.sources):
        yield _error(page, 1, f"the page cites {', '.join(sorted(missing))}.", "Add it to sources.", 2)
    for reason in reviewed.out_of_date(page, clock.today()):
        yield checks.Warning(
            f"{page.named}:1: {reason}",
            hint="Check every fact against its source, change what is no longer so, then set updated to the day.",
            id="content.W001",
        )


# While a translation is mended. The page says so all that time.
DAYS_TO_TRANSLATE = 14


def check_translations(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    """Pages that were translated from other English words than those of now."""
    for page in pages:
        if newer := page.newer_in_english:
            late = clock.today() > newer.updated + timedelta(days=DAYS_TO_TRANSLATE)
            kind = Error if late else checks.Warning
            yield kind(
                f"{page.named}:1: the English page has changed, last on {newer.updated}.",
                hint=f"manage.py stale {page.language} shows what; bring the words in line, then write "
                f'english = "{newer.digest}".',
                id="content.E067" if late else "content.W003",
            )


def _check_block(page: Page, block: Block) -> Iterator[CheckMessage]:
    for source in block.cited:
        if source not in all_sources():
            yield _error(page, block.line, f"unknown source [@{source}].", "Add it to content/sources.toml.", 4)
    for name in block.values:
        if name not in inline.values():
            known = ", ".join(inline.values())
            yield _error(page, block.line, f"unknown value {{{{{name}}}}}.", f"The rule set has: {known}.", 5)
    typed = active().plain_numerals.sub("", block.typed)
    counted = block.kind not in {"h2", "h3"} and not block.cited and not block.values
    if counted and re.search(r"\d", typed):
        yield _error(page, block.line, f"a number without a source: {block.text!r}", "Cite it: [@id].", 6)
    if block.kind in {"h2", "h3"} and block.cited:
        yield _error(page, block.line, "a citation in a heading.", "Move it into the text below.", 7)
    rule_number = _rule_numbers().search(block.typed)
    of_a_study = block.cited and not set(block.cited) & THRESHOLD_SOURCES
    if rule_number and not of_a_study:
        yield _error(
            page,
            block.line,
            f"{rule_number.group()!r} is a rule's number, typed.",
            "Write {{FRACTURE_WINDOW}} or its like.",
            8,
        )
    if block.amiss:
        yield _error(page, block.line, block.amiss, "See content/markdown/drawings.py.", 66)
    yield from _check_words(page, block)


def _check_words(page: Page, block: Block) -> Iterator[CheckMessage]:
    longest = active().reading.longest_sentence
    for sentence in readability.long_sentences(readability.closed(block.text), longest):
        words = len(sentence.split())
        yield _error(
            page,
            block.line,
            f"a sentence of {words} words: {sentence!r}",
            f"Make two of it ({longest} at most).",
            9,
        )
    if block.callout != "claim-checked":
        for pattern in (active().forbidden_words, active().misleading_numbers):
            if found := pattern.search(block.text):
                hint = "Say it another way; to quote it, use [[…]] or a claim-checked box."
                yield _error(page, block.line, f"{found.group()!r} must not be said.", hint, 10)
    if _MARKS.search(block.text):
        yield _error(
            page, block.line, f"markup that was not understood: {block.text!r}", "See content/markdown/__init__.py.", 11
        )


def _check_reading(page: Page) -> Iterator[CheckMessage]:
    level, measured = active().reading.level, page.measured_level
    if level is None or measured is None:
        return
    if page.grade not in (None, measured):
        yield _error(page, 1, f"grade says {page.grade}, measured is {measured}.", f"Write grade = {measured}.", 24)
    bar = level.record if page.layer == "record" else level.page
    if level.is_too_hard(measured, bar):
        worst = max(page.blocks, key=lambda block: (len(block.text) > 60, level.hardness(block.text)))
        yield _error(
            page, worst.line, f"reading {level.name} is {measured}: {level.say_bar(bar)}.",
            f"Shorter words and sentences. The hardest block: {worst.text!r}", 12,
        )  # fmt: skip


def _check_shape(page: Page) -> Iterator[CheckMessage]:
    if not page.tokens or page.tokens[-1].type != f"container_{LAST_CALLOUT}_close":
        yield _error(page, page.first_line, "the page does not end with ::: next.", "Say what to do next.", 15)
    for token in page.tokens:
        line = page.first_line + (token.map[0] if token.map else 0)
        if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
            yield _error(page, line, f"a heading of level {token.tag[1]}.", "Use ## and ### only.", 16)
        if token.type == "container_insert_open" and token.info.split()[1:][:1] not in [[n] for n in blocks.INSERTS]:
            yield _error(page, line, f"unknown insert {token.info!r}.", f"Known: {', '.join(blocks.INSERTS)}.", 17)
        if token.type == "container_insert_open":
            name, of = blocks.insert_names(token)
            if name == "scores" and of not in scores.all_scores():
                yield _error(page, line, f"unknown scores {of!r}.", f"Known: {', '.join(scores.all_scores())}.", 26)
            asked = [question.id for question in MAIN_RULES.doctor_questions]
            named = [one for _head, ids in headed_names(of) for one in ids] if name == "questions" else []
            if unknown := [one for one in named if one not in asked]:
                yield _error(page, line, f"unknown questions {', '.join(unknown)}.", f"Known: {', '.join(asked)}.", 65)


def _check_boxes(page: Page) -> Iterator[CheckMessage]:
    """Each box is closed, and none holds a heading: a box that was left open swallows the rest of the page."""
    lines, ends = page.body.splitlines(), [len(page.body)]
    boxes: list[str] = []
    for token in page.tokens:
        start, end = token.map or (0, 0)
        line, box = page.first_line + start, token.info.strip()
        if token.type.startswith("container_") and token.nesting == 1:
            # What closes the box around it does not close this one.
            if end >= ends[-1] or end >= len(lines) or lines[end].strip(": "):
                which = f"{boxes[-1]} or ::: {box} within it" if end >= ends[-1] else box
                yield _error(
                    page, line, f"::: {which} is never closed.", "Write ::: on a line of its own after it.", 34
                )
            boxes.append(box)
            ends.append(end)
            if token.type.removeprefix("container_").removesuffix("_open") in blocks.CALLOUTS and _MARKS.search(box):
                yield _error(page, line, f"markup that was not understood: {box!r}", "A title is plain words.", 11)
        elif token.type.startswith("container_"):
            boxes.pop()
            ends.pop()
        elif token.type == "heading_open" and boxes and boxes[-1].split()[0] != side_by_side.NAME:
            yield _error(page, line, f"a heading in the box {boxes[-1]!r}.", "Close the box before it.", 35)


def _check_lists(page: Page) -> Iterator[CheckMessage]:
    """What is folded has a title to open it by. A box for a list holds one, and each item of a record leads there."""
    for start, opening in enumerate(page.tokens):
        kind = opening.type.removeprefix("container_").removesuffix("_open")
        if opening.nesting != 1 or kind not in {*blocks.FOLDED, *blocks.LISTED}:
            continue
        line = page.first_line + (opening.map[0] if opening.map else 0)
        if kind in blocks.FOLDED and not blocks.behind_the_name(opening):
            yield _error(page, line, f"::: {kind} has no title.", f"Write what it holds: ::: {kind} More on this.", 60)
        if kind == "fold":
            continue
        levels = [token.level for token in page.tokens[start + 1 :]]
        within = page.tokens[start + 1 : start + 1 + levels.index(opening.level)]
        lists = [token.type for token in within if token.type.endswith("list_open") or "container" in token.type]
        if lists != ["bullet_list_open"] or within[-1].type != "bullet_list_close" or within[0].type != lists[0]:
            yield _error(page, line, f"::: {kind} holds something else than one list.", "Write items with -.", 61)
        elif kind == "record":
            yield from _check_record(page, within)


def _check_record(page: Page, within: Sequence[Token]) -> Iterator[CheckMessage]:
    for item, _, words in zip(within, within[1:], within[2:], strict=False):
        if item.type == "list_item_open" and not any(one.type == "link_open" for one in words.children or ()):
            line = page.first_line + (item.map[0] if item.map else 0)
            yield _error(page, line, "an item of the record leads nowhere.", "Write a link: [words](page:…#…).", 62)


def _check_drawings(page: Page) -> Iterator[CheckMessage]:
    """Where one item has a pictogram in place of its bullet, all items of the list have."""
    for start, opening in enumerate(page.tokens):
        if "drawn" in str(opening.attrs.get("class")).split():
            levels = [token.level for token in page.tokens[start + 1 :]]
            within = page.tokens[start + 1 : start + 1 + levels.index(opening.level)]
            items = [one for one in within if one.type == "list_item_open" and one.level == opening.level + 1]
            if any("with-pictogram" not in str(item.attrs.get("class")) for item in items):
                line = page.first_line + (opening.map[0] if opening.map else 0)
                yield _error(page, line, "some items of the list have a drawing, and some none.", "All, or none.", 66)


def _check_ids(page: Page) -> Iterator[CheckMessage]:
    """No two things on a page have one anchor: an address leads to the first alone."""
    met = set()
    for token in page.tokens:
        kind = token.type.removeprefix("container_").removesuffix("_open")
        own = [f"{kind}-{blocks.behind_the_name(token)}"] if kind in figures.KINDS and token.nesting == 1 else []
        for anchor in (*own, *([token.attrs["id"]] if "id" in token.attrs else []), *token.meta.get("also", ())):
            if anchor in met:
                line = page.first_line + (token.map[0] if token.map else 0)
                hint = "In a record, name another one in the title of the link."
                yield _error(page, line, f"the anchor #{anchor} stands twice on the page.", hint, 63)
            met.add(anchor)


def _check_figures(page: Page) -> Iterator[CheckMessage]:
    """Each figure exists; and none, nor an insert or a walk, stands on a page twice, as its ids would."""
    met = set()
    for token in page.tokens:
        kind = token.type.removeprefix("container_").removesuffix("_open")
        line = page.first_line + (token.map[0] if token.map else 0)
        if token.nesting != 1 or kind not in {*figures.KINDS, "insert", "walk"}:
            continue
        if token.info in met:
            yield _error(page, line, f"::: {token.info.strip()} stands twice on the page.", "Keep one.", 27)
        met.add(token.info)
        if kind in figures.KINDS:
            try:
                figures.find(kind, blocks.behind_the_name(token))
            except figures.FigureError as error:
                yield _error(page, line, str(error), "Mend the name, or add it there.", 25)


def _check_walk(page: Page) -> Iterator[CheckMessage]:
    """A walk leads through two pictures or more, and each caption begins with its title in bold."""
    for start, opening in enumerate(page.tokens):
        if opening.type == "container_walk_open":
            within = page.tokens[start + 1 : [token.type for token in page.tokens].index("container_walk_close")]
            pictures = [i for i, token in enumerate(within) if token.type == "container_picture_open"]
            titles = [within[i + 2] for i in pictures if i + 2 < len(within)]
            bold = [token for token in titles if token.type == "inline" and token.content.startswith("**")]
            if len(pictures) < 2 or len(bold) < len(pictures) or within[-1].type != "container_picture_close":
                line = page.first_line + (opening.map[0] if opening.map else 0)
                yield _error(
                    page, line, "a walk needs two pictures or more, each with a title in bold.", "See steps.md.", 28
                )


def _check_side_by_side(page: Page) -> Iterator[CheckMessage]:
    for token in side_by_side.gather(page.tokens):
        if token.type == "side_by_side":
            try:
                side_by_side.read(token)
            except side_by_side.SideBySideError as error:
                line = page.first_line + (token.map[0] if token.map else 0)
                rows = ", ".join(side_by_side.ROWS)
                yield _error(page, line, str(error), f"Give each of the four: {rows}.", 18)


def _check_balance(page: Page) -> Iterator[CheckMessage]:
    """Good and bad get the same space, within a fifth; so do the options that stand side by side."""
    words = dict.fromkeys(("good", "bad"), 0)
    options: dict[str, int] = {}
    for block in page.blocks:
        if block.callout in words:
            words[block.callout] += len(block.text.split())
        if block.callout == side_by_side.NAME and block.kind == "dd":
            options[block.section] = options.get(block.section, 0) + len(block.text.split())
    yield from _compare(page, words if any(words.values()) else {})
    yield from _compare(page, options)


def _compare(page: Page, words: dict[str, int]) -> Iterator[CheckMessage]:
    if words and min(words.values()) < (1 - BALANCE) * max(words.values()):
        counts = ", ".join(f"{name}: {count}" for name, count in words.items())
        yield _error(page, 1, f"unequal space ({counts} words).", "Bring them within a fifth of each other.", 19)


def _check_links(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    anchors = {page.slug: set(page.anchors) for page in pages}
    for page in pages:
        for block in page.blocks:
            for href in block.links:
                target, _, anchor = href.partition("#")
                slug = target.removeprefix("page:") if target else page.slug
                if target.startswith(("tel:", "sms:")):
                    continue
                if links.is_view(target):
                    try:
                        links.link_url(target)
                    except NoReverseMatch:
                        yield _error(page, block.line, f"no view is named {target}.", "See screener/urls.py.", 20)
                elif target and not target.startswith("page:"):
                    yield _error(page, block.line, f"a link to {href}.", "Link to page:…; cite other sites.", 21)
                elif slug not in anchors:
                    yield _error(page, block.line, f"there is no page {slug!r}.", "See content/languages/en/pages.", 22)
                elif anchor and anchor not in anchors[slug]:
                    known = ", ".join(sorted(anchors[slug]))
                    yield _error(page, block.line, f"no heading #{anchor} on {slug}.", f"It has: {known}.", 23)


def _check_copies(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    """A copy that was left beside a page would be a page too."""
    titles: dict[str, Page] = {}
    for page in pages:
        if page.title in titles:
            first = titles[page.title].named
            yield _error(page, 1, f"the title of {first}: {page.title!r}.", "Take the copy away, or name it anew.", 36)
        titles.setdefault(page.title, page)


def check_pictures() -> Iterator[CheckMessage]:
    """All pictures can be drawn, whether a page or a question shows them."""
    for name in figures.all_pictures():
        try:
            figures.find("picture", name)
        except figures.FigureError as error:
            yield Error(str(error), hint="Mend it, or take it away.", id="content.E037")


def check_glossary() -> Iterator[CheckMessage]:
    """All that is wrong with the glossary."""
    terms, where = all_terms().values(), _named(GLOSSARY_FILE.name)
    for term in terms:
        if _MARKS.search(f"{term.term} {term.meaning}"):
            yield Error(
                f"{where}: [{term.id}] has marks of markdown.",
                hint="Write plain words.",
                id="content.E038",
            )
        if len(term.meaning.split()) > 20:
            yield Error(
                f"{where}: [{term.id}] has more than 20 words.",
                hint="Shorten it.",
                id="content.E030",
            )
    if said := _too_hard([term.meaning for term in terms]):
        yield Error(f"{where}: {said}", hint="Use plainer words.", id="content.E031")


def _too_hard(texts: Sequence[str]) -> str:
    """What to say of texts that are over the bar of a page; nothing if they are not."""
    level = active().reading.level
    if level is None or not level.is_too_hard(measured := level.measure(texts), level.page):
        return ""
    return f"reading {level.name} {measured}: {level.say_bar(level.page)}."


def check_changes(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    """All that is wrong with the words of what has changed, and rules whose newest version no entry tells of."""
    slugs, changes = {page.slug for page in pages}, all_changes().values()
    for change in changes:
        yield from _check_change(change, slugs)
    told = {(change.rules, change.new) for change in changes}
    for rules in RULE_SETS.values():
        if (rules.id, rules.version) not in told:
            yield checks.Warning(
                f"{CHANGES_FILE} does not tell of version {rules.version} of the rule set {rules.id}.",
                hint=f"Add an entry. manage.py rulediff OLD {rules.id} --toml writes that of a change, where OLD is "
                "the git revision before it; its title and words are yours.",
                id="content.W002",
            )


def _check_change(change: Change, slugs: Set[str]) -> Iterator[CheckMessage]:
    where = f"{_named(CHANGES_FILE)}: [{change.id}]"
    of_patients = [text for one in change.patients for text in (one.was, one.now, *one.also, *one.stories) if text]
    for text in (change.title, *change.words, *of_patients):
        for pattern in (active().forbidden_words, active().misleading_numbers):
            if found := pattern.search(text):
                yield Error(
                    f"{where} {found.group()!r} must not be said.", hint="Say it another way.", id="content.E041"
                )
        if _MARKS.search(text):
            yield Error(f"{where} has marks of markdown: {text!r}", hint="Write plain words.", id="content.E042")
    for text in change.words:
        if re.search(r"\d", active().plain_numerals.sub("", text)):
            hint = "Leave it to the page that cites its source, and name that page in pages."
            yield Error(f"{where} has a number without a source: {text!r}", hint=hint, id="content.E043")
        for sentence in readability.long_sentences(text, active().reading.longest_sentence):
            yield Error(f"{where} has a long sentence: {sentence!r}", hint="Make two of it.", id="content.E044")
    for texts in ([change.title, *change.words], of_patients):
        if texts and (said := _too_hard(texts)):
            yield Error(f"{where} {said}", hint="Use plainer words.", id="content.E045")
    for slug in sorted(set(change.pages) - slugs):
        yield Error(f"{where} there is no page {slug!r}.", hint="See content/languages/en/pages.", id="content.E046")


def check_sources(pages: Sequence[Page]) -> Iterator[CheckMessage]:
    """Every source that the self-check names is described in the sources file, and none there goes unused."""
    for source in sorted(MAIN_RULES.source_ids - all_sources().keys()):
        yield Error(
            f"The rule set {MAIN_RULES.id} names the source {source!r}.",
            hint="Describe it in sources.toml.",
            id="content.E032",
        )
    for source in sorted(all_sources().keys() - MAIN_RULES.source_ids.union(*(page.sources for page in pages))):
        yield Error(f"sources.toml: nothing cites [{source}].", hint="Cite it, or remove it.", id="content.E033")


@register()
def check_content(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything above, for the site's own pages in each language.

    In one that is not offered all is a warning: a draft that is not finished keeps the other languages from nothing.
    """
    found: list[CheckMessage] = []
    for code, language in known_languages().items():
        if pages_dir(code).is_dir():
            with speaking(code):
                messages = [*_check_language(code)]
            found += messages if language.offered else map(_as_warning, messages)
            if any(message.id == UNREADABLE for message in messages):
                break  # the other languages would say the same again
    return found


def _as_warning(message: CheckMessage) -> CheckMessage:
    return checks.Warning(message.msg, hint=message.hint, id=message.id)


def _check_language(code: str) -> Iterator[CheckMessage]:
    try:
        pages = list(all_pages().values())
        yield from check_pages(pages)
        yield from check_glossary()
        # They hold for all languages: a translation has the pictures and the sources of the English page.
        if code == ENGLISH:
            all_codes()  # a mistake in their file is told of below
            yield from check_pictures()
            yield from check_sources(pages)
        else:
            yield from check_translations(pages)
        yield from check_changes(pages)
    except DataFileError as error:
        yield Error(str(error), id=UNREADABLE)
