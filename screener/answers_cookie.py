"""The answers in the visitor's own cookie: encrypted, of one length, forgotten after two hours or with the browser.

What matters to the visitor is kept beside them, and the clinic whose link they followed with what that link filled in.
Nothing is kept anywhere else. A question that was skipped is kept as None. Keys follow SECRET_KEY and its fallbacks, so
they rotate with it.

Any host of the same domain may put a cookie of this name into the browser, with answers of its own that this site has
sealed. So the cookie is bound to that of the form, whose name (__Host-) no other host may use: what was sealed beside
another one is not read. Where the form's own is gone, the answers are lost.
"""

import time
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from clinics.files import LONGEST_LINK, Clinic, find
from screener.engine import priorities
from screener.engine.facts import Answer, AnswerError
from screener.engine.priorities import Lean
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS, Asked, asked_by_any
from web import clock
from web.cipher import ADDED_BYTES, Cipher

# A browser drops a cookie whose name and value take more than 4,096 characters together.
LONGEST_COOKIE = 4_000
_DAY_SECONDS = 24 * 3600
# Where Django keeps the secret in the cookie of the form.
_OF_THE_FORM = "CSRF_COOKIE"
# Set in what belongs to a request if a cookie of this name is or may be another host's, so that `planted` removes it.
PLANTED = "screener.planted"
# The field of a form that says how many answers it was drawn with.
DRAWN_WITH = "drawn_with"


@dataclass
class Saved:
    """A visitor's answers, what matters to them, the way they lean now, and the clinic; `filled_in` by its link are
    answers not checked yet.

    `today` is the day on which the answers were read, one for the whole of a request.
    `lost` says that the cookie sent now could not be read or is too old, or that a form was drawn with answers that did
    not come with it; `unreadable`, that it could not be read; `started_over`, which is shown, that answers are lost or
    were at the last answer. `changed` are questions that were answered while they had other boxes: "none of
    these" said less then, so they are open again. `unread` is what another version of the site took as answers, which
    one that is being upgraded beside this one may ask for again. `in_guide` are the other rule sets that they want
    a box on in the guide. `until` is when they end, in seconds since 1970.
    """

    answers: dict[str, Answer | None] = field(default_factory=dict)
    today: date = field(default_factory=lambda: clock.today(), compare=False)
    lost: bool = False
    unreadable: bool = field(default=False, compare=False)
    started_over: bool = False
    changed: frozenset[str] = frozenset()
    matters: dict[str, Lean] = field(default_factory=dict)
    way: str = ""
    clinic: Clinic | None = None
    filled_in: dict[str, Answer] = field(default_factory=dict)
    unread: dict[str, Any] = field(default_factory=dict)
    in_guide: frozenset[str] = frozenset()
    until: int = field(default_factory=lambda: _two_hours_from_now(), compare=False)

    @property
    def asks_again(self) -> bool:
        return bool(self.changed - self.answers.keys())

    @property
    def count(self) -> int:
        """How many questions were answered or skipped, for this version of the site or one beside it."""
        return len({*self.answers, *self.unread, *self.changed})

    @property
    def given(self) -> dict[str, Answer]:
        """The answers without the skipped questions."""
        return {fact: answer for fact, answer in self.answers.items() if answer is not None}


@lru_cache(maxsize=8)
def _cipher_of(secrets: tuple[str, ...], day: int) -> Cipher:
    """Under the key of that day, so that none writes too many; the days beside it are read, as clocks differ."""
    return Cipher("answers", secrets, [str(one) for one in (day, day - 1, day + 1)])


def _cipher() -> Cipher:
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), int(time.time()) // _DAY_SECONDS)


def load(request: HttpRequest, today: date) -> Saved:
    """The visitor's answers. An unreadable or old cookie starts over; a value that no longer fits is left out.

    So does a form that comes without the answers with which it was drawn: the browser has lost them since.
    """
    saved = _read(request, today)
    if saved.unreadable:
        request.META[PLANTED] = True
    if drawn_with(request) > saved.count:
        saved.lost = saved.started_over = True
    return saved


def drawn_with(request: HttpRequest) -> int:
    """How many answers there were when the form that is sent was drawn; 0 if it does not say."""
    text = request.POST.get(DRAWN_WITH, "") if request.method == "POST" else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _read(request: HttpRequest, today: date) -> Saved:
    cookie = request.COOKIES.get(settings.ANSWERS_COOKIE_NAME)
    if not cookie:
        return Saved(today=today)
    try:
        kept = orjson.loads(_cipher().decrypt(cookie, request.META[_OF_THE_FORM].encode()))
        too_old = time.time() > kept["until"]
        until = int(min(kept["until"], _two_hours_from_now()))
        answers, started_over = {**kept["answers"]}, bool(kept["started_over"])
        filled_in = {**(kept.get("filled_in") or {})}
    except (ValueError, KeyError, TypeError, RecursionError):
        return Saved(today=today, lost=True, unreadable=True, started_over=True)
    if too_old:
        return Saved(today=today, lost=True, started_over=True)
    changed = _texts_of(kept.get("changed"))
    if kept.get("boxes") != _boxes():
        changed = frozenset(answers)
        answers, filled_in = _without_boxes(answers), _without_boxes(filled_in)
    valid = _still_valid(answers, today)
    weights = priorities.read(asked_by_any().priorities, kept.get("matters"))
    still_filled_in = _still_valid(filled_in, today)
    return Saved(
        valid,
        today,
        started_over=started_over,
        changed=changed & asked_by_any().with_boxes,
        matters=weights,
        way=priorities.read_way(asked_by_any().ways, kept.get("way")),
        clinic=find(kept.get("clinic")),
        filled_in={
            fact: answer
            for fact, answer in still_filled_in.items()
            if answer is not None and fact in asked_by_any().on_a_chart
        },
        in_guide=_texts_of(kept.get("in_guide")) & RULE_SETS.keys(),
        unread={fact: value for fact, value in answers.items() if fact not in valid and _may_be_an_answer(value)},
        until=until,
    )


def _still_valid(answers: object, today: date) -> dict[str, Answer | None]:
    valid: dict[str, Answer | None] = {}
    known = asked_by_any().facts
    for name, value in answers.items() if isinstance(answers, dict) else ():
        try:
            fact = known[name]
            valid[name] = None if value is None else fact.read(value, today)
        except (KeyError, AnswerError):
            continue
    return valid


def _boxes() -> str:
    """A short name for all boxes there are, which is another one as soon as a box is added or taken away.

    A box that comes to mean more needs a new value for that.
    """
    return _name_of_boxes(asked_by_any())


@cache
def _name_of_boxes(asked: Asked) -> str:
    boxes = {fact: sorted(asked.facts[fact].values) for fact in asked.with_boxes}
    return sha256(orjson.dumps(boxes, option=orjson.OPT_SORT_KEYS)).hexdigest()[:8]


def _without_boxes(answers: dict[str, Any]) -> dict[str, Any]:
    return {fact: answer for fact, answer in answers.items() if fact not in asked_by_any().with_boxes}


def _texts_of(value: object) -> frozenset[str]:
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()


def _may_be_an_answer(value: object) -> bool:
    """In another version: a word, a number, several words, or a question that was skipped."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return value is None or isinstance(value, (str, int, float))


def _two_hours_from_now() -> int:
    return int(time.time()) + 3600 * int(settings.ANSWERS_LAST_HOURS)


def save_answer(request: HttpRequest, response: HttpResponse, saved: Saved) -> None:
    """Put the answers into the visitor's cookie after one was given, for two more hours."""
    saved.until = _two_hours_from_now()
    save(request, response, saved)


def save(request: HttpRequest, response: HttpResponse, saved: Saved) -> None:
    """Put the answers into the visitor's cookie, for as long as they had: whoever opens a link has answered nothing."""
    if _OF_THE_FORM not in request.META:
        get_token(request)  # makes one, whose cookie goes along with this one
    sealed = seal(saved, request.META[_OF_THE_FORM])
    response.set_cookie(
        settings.ANSWERS_COOKIE_NAME,
        sealed,
        path=settings.ANSWERS_COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def seal(saved: Saved, form_secret: str) -> str:
    """The answers as the cookie holds them, to be read beside this cookie of the form alone."""
    link = saved.clinic.link if saved.clinic else ""
    text = _written(saved, {**saved.unread, **saved.answers}, link)
    if len(text) > padded_bytes():
        text = _written(saved, saved.answers, link)
    return _cipher().encrypt(padded(text, padded_bytes()), form_secret.encode())


def _written(saved: Saved, given: dict[str, Any], link: str) -> bytes:
    kept = {
        "until": saved.until,
        "started_over": saved.lost,
        "answers": given,
        "matters": saved.matters,
        "way": saved.way,
        "clinic": link,
        "filled_in": saved.filled_in,
        "boxes": _boxes(),
        "changed": sorted(saved.changed),
        "in_guide": sorted(saved.in_guide),
    }
    return orjson.dumps(kept)


def padded_bytes() -> int:
    """How long every sheet is made, so that its length tells nothing: as long as the fullest one that can be kept.

    Asked at the start of the server. Raises ImproperlyConfigured if no cookie can hold that.
    """
    return _padded_bytes(asked_by_any())


@cache
def _padded_bytes(asked: Asked) -> int:
    fullest = Saved(
        {fact.id: fact.longest_answer for fact in asked.facts.values()},
        changed=asked.with_boxes,
        matters=dict.fromkeys((priority.id for priority in asked.priorities), Lean.MIDDLE),
        way=max((way.id for way in asked.ways), key=len, default=""),
        filled_in={fact: asked.facts[fact].longest_answer for fact in asked.on_a_chart},
        in_guide=frozenset(RULE_SETS) - {MAIN_RULES.id},
    )
    needed = rounded_up(len(_written(fullest, fullest.answers, "n" * LONGEST_LINK)))
    if (needed + ADDED_BYTES) * 4 // 3 > LONGEST_COOKIE:
        raise ImproperlyConfigured(
            f"The fullest sheet of the rule sets takes {needed} bytes, and a cookie holds "
            f"{LONGEST_COOKIE * 3 // 4 - ADDED_BYTES}. Ask less, or give facts and values shorter names."
        )
    return needed


def rounded_up(size: int) -> int:
    """The next size from which encryption makes a whole number of letters, so that none is left to be filled up."""
    return size + -(size + ADDED_BYTES) % 3


def padded(text: bytes, size: int) -> bytes:
    """The text with spaces up to the size. Raises OverflowError for a longer one, whose length would tell of it."""
    if len(text) > size:
        raise OverflowError(f"{len(text)} bytes are to be kept, and there is room for {size}.")
    return text.ljust(size)


def are_kept(request: HttpRequest) -> bool:
    """Whether the visitor's browser holds answers, be they readable or not."""
    return bool(request.COOKIES.get(settings.ANSWERS_COOKIE_NAME))


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Remove the visitor's answers from their browser, and what may be there under their name."""
    request.META[PLANTED] = True
    response.delete_cookie(settings.ANSWERS_COOKIE_NAME, path=settings.ANSWERS_COOKIE_PATH, samesite="Lax")
