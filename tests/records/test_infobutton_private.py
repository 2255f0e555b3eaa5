"""What record systems send holds a person's diagnosis, name or password: none of it comes back, and none is logged."""

import gzip
import logging
import random
from io import StringIO
from urllib.parse import quote

import pytest
from django.test import Client
from full import FULL
from hostile import HEADERS, HOSTILE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from infobutton import ADDRESS, BROWSER, NINE, PERSONAL, one_code

from records.views import NO_CALLBACK
from web.logs import WithoutValues

MUTATED, CALLBACKS = (5_000, 10_000) if FULL else (500, 400)
FORM = "application/x-www-form-urlencoded"
PLACES = ["/infobutton/", "/infobutton", "/r/sample/infobutton/", "/r/sample/infobutton", "/r/wilhelmina/infobutton/"]
ANSWERS = {200, 204, 400, 405, 411, 413, 415}


@pytest.fixture
def log():
    """All that the program writes into its log, as it is written there."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for one in loggers:
        one.addHandler(handler)
    yield written
    for one in loggers:
        one.removeHandler(handler)


def plain(response):
    """The words of an answer, which may be compressed."""
    is_packed = "Content-Encoding" in response.headers
    return (gzip.decompress(response.content) if is_packed else response.content).decode()


def mutated(chance):
    """One of the requests that programs send, bent: names, values and their number, with words about a person."""
    pairs = [pair.partition("=")[::2] for pair in chance.choice([*NINE.values()]).query.split("&")]
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(pairs) + 1)
        name, value = pairs[min(place, len(pairs) - 1)]
        word = quote(chance.choice([*PERSONAL, *HOSTILE]), safe="", errors="replace")
        bent = [
            (name, word),
            (name, value + word),
            (name, word + value),
            (f"{name}{chance.randrange(99)}", word),
            (word, value),
            (name.upper(), value),
            (name, value[: chance.randrange(9)]),
            (name, f"{value}%{chance.choice(['', 'f', 'ff', 'zz', '00'])}"),
            ("mainSearchCriteria.v.dn", f"{value}+{word}"),
            ("knowledgeResponseType", chance.choice(["text/xml", "application/json", "text/html", word])),
        ]
        # The name of a callback comes back, as it must: whoever asks has chosen it.
        pairs[place : place + chance.randrange(2)] = [
            (n, v) for n, v in [chance.choice(bent)] if n != "callback" or v == value
        ]
    return "&".join("=".join(pair) for pair in pairs)


def send(client, chance, query):
    headers = {"Accept": chance.choice([BROWSER, "*/*", "application/xml", ""])}
    headers |= {
        "Cookie": f"answers={chance.choice(PERSONAL)}; a=Wilhelmina",
        "Referer": f"http://x/{chance.choice(PERSONAL)}",
    }
    if chance.random() < 0.1:
        name = chance.choice([*HEADERS.keys() - {"Host", "Transfer-Encoding", "Content-Length", "Cookie"}])
        headers[name] = chance.choice(HEADERS[name])
    address, way = chance.choice(PLACES), chance.random()
    if way < 0.6:
        return client.get(f"{address}?{query}", headers=headers)
    if way < 0.95:
        return client.post(address, query, FORM, headers=headers)
    return client.generic(chance.choice(["OPTIONS", "PUT", "HEAD"]), f"{address}?{query}", headers=headers)


@pytest.mark.holds
def test_no_word_of_a_person_comes_back_or_is_logged_whatever_is_sent(log):
    chance, client = random.Random(20261130), Client()  # noqa: S311 - the same each time
    seen = set()
    for _ in range(MUTATED):
        query = mutated(chance)
        response = send(client, chance, query)
        seen.add(response.status_code)
        assert response.status_code in ANSWERS, query
        said = f"{plain(response)}{response.headers}".lower()
        assert [word for word in PERSONAL if word.lower() in said] == [], query
        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()
    assert seen >= {200, 400, 415, 405}
    assert "Bad Request: /infobutton" in log.getvalue()
    assert [word for word in PERSONAL if word.lower() in log.getvalue().lower()] == []
    assert "mainsearch" not in log.getvalue().lower()


@pytest.mark.parametrize("name", NINE)
def test_of_the_requests_as_they_are_sent_nothing_is_logged_either(log, name):
    for address in PLACES:
        for response in (Client().get(f"{address}?{NINE[name].query}"), Client().post(address, NINE[name].query, FORM)):
            assert response.status_code == 200
            assert [word for word in PERSONAL if word in response.content.decode()] == []
    assert log.getvalue() == ""


def test_an_error_of_ours_says_where_and_nothing_of_what_was_sent(log, monkeypatch):
    def broken(asked):
        raise ValueError(asked)

    monkeypatch.setattr("records.views.matches", broken)
    query = f"mainSearchCriteria.v.dn=Wilhelmina&{NINE['an app in React'].query}"
    response = Client(raise_request_exception=False).get(f"{ADDRESS}?{query}")
    assert response.status_code == 500
    assert "ValueError" in log.getvalue()
    assert [word for word in PERSONAL if word in log.getvalue() + response.content.decode()] == []


def is_a_name(text):
    """As the standard's own words would have it, without an expression."""
    parts = text.split(".")
    return len(parts) <= 4 and all(
        0 < len(part) <= 50
        and part.isascii()
        and part.replace("_", "a").replace("$", "a").isalnum()
        and not part[0].isdigit()
        for part in parts
    )


NAMES = st.text(st.sampled_from("aZ_$.9"), max_size=220)
BENT = st.builds(
    "{}{}{}".format, NAMES, st.sampled_from([*HOSTILE, "()", "alert(1)//", "</script>", "\u2028", "*/", "a\n"]), NAMES
)


@pytest.mark.holds
@settings(max_examples=CALLBACKS, deadline=None)
@given(st.one_of(st.text(max_size=250), NAMES, BENT))
@example("a" * 50 + ("." + "b" * 50) * 3)
@example("a" * 51)
@example("a.b.c.d.e")
@example("ａ")
@example("a٣")
@example(("a" * 50 + ".") * 3 + "a" * 51)
@example("x" * 203)
def test_only_a_name_stands_before_a_script_and_all_else_is_refused_without_being_said(callback):
    sent = quote(callback, safe="", errors="replace")
    query = one_code("M80.08XA", knowledgeResponseType="application/javascript", callback=sent)
    response = Client().get(f"{ADDRESS}?{query}")
    name = callback.strip()
    if is_a_name(name):
        assert response.status_code == 200
        assert response.content.decode().startswith(f'/**/{name}({{"feed": {{')
    else:
        assert response.status_code == 400
        assert response.content.decode() == f"{NO_CALLBACK}\n"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["application/javascript", "application/json", "text/html", "text/xml", "x"])
def test_a_callback_is_said_in_a_script_alone(kind):
    response = Client().get(f"{ADDRESS}?{one_code('M80.08XA', knowledgeResponseType=kind, callback='Wilhelmina')}")
    assert (b"Wilhelmina" in response.content) is (kind == "application/javascript")


def test_no_cookie_is_read_and_none_is_set_also_by_a_form_with_a_broken_one():
    client = Client(enforce_csrf_checks=True)
    for cookie in ("form=x", "form=", "answers=x; answers=y", "__Host-form=-"):
        for response in (
            client.post(
                ADDRESS, one_code("M80.08XA"), FORM, headers={"Cookie": cookie, "Origin": "https://other.example"}
            ),
            client.get(f"{ADDRESS}?{one_code('M80.08XA')}", headers={"Cookie": cookie, "Accept": BROWSER}),
        ):
            assert response.status_code == 200
            assert not response.cookies
            assert "Set-Cookie" not in response.headers
