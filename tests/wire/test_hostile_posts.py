"""What no form sends: it is refused with a page of ours, never with an error of ours."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from patients import SCAN_FACTS, say
from served import QUESTIONS, WHAT_MATTERS, everything, kept_by, read, remember, see

from screener.rule_sets.clinic import CLINIC_RULES

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="answer"\r\n\r\n'
ADDRESSES = ["/self-check/urgent-signs/", "/self-check/cause/", "/self-check/pain-score/", "/self-check/pain-began/"]
EACH_KIND = pytest.mark.parametrize("address", ADDRESSES)


BODIES = [
    (b"", URLENCODED, 422),
    (b"answer=%00", URLENCODED, 422),
    (b"answer=cancer%00&month=1%00&day=%00&year=2026%00", URLENCODED, 422),
    (b"answer=%ff%fe&month=%ff&day=%c3&year=%e2%82", URLENCODED, 422),
    (b"answer=\xff\xfe&year=\xc3\x28", URLENCODED, 422),
    (b"answer[]=cancer&answer[0]=cancer&month[]=1&year[]=2026", URLENCODED, 422),
    (b"answer=cancer&answer=__proto__&month=1&month=x", URLENCODED, 422),
    (b"__class__=x&csrfmiddlewaretoken=x&constructor=y", URLENCODED, 403),
    (b"answer=" + b"9" * 60_000 + b"&month=1&day=1&year=" + b"9" * 4_000, URLENCODED, 422),
    (b"month=1&day=1&year=" + "²⁰²⁶²".encode(), URLENCODED, 422),
    (b"month=1e1&day=0x1&year=+2026", URLENCODED, 422),
    (b"unsure=maybe&month=99&answer=unsure%20", URLENCODED, 422),
    (b"answer=" + b"A" * 1_000_000, URLENCODED, 413),
    (b"&".join(b"f%d=x" % number for number in range(10_000)), URLENCODED, 413),
    (b"&".join(b"f%d=x" % number for number in range(1_000)), URLENCODED, 400),
    (b"answer=cancer", f"{URLENCODED}; charset=utf-16", 400),
    (b"answer=x", f"{URLENCODED}; charset=nonsense", 422),
    (b'{"answer": "cancer"}', "application/json", 422),
    (b"answer=cancer", "text/plain", 422),
    (b"<a/>", "application/xml", 422),
    (b"answer", "", 422),
    (b"not in parts", MULTIPART, 422),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", MULTIPART, 422),
    (b"x", "multipart/form-data", 400),
    (PART + b"A" * 99_000 + b"\r\n--x--", MULTIPART, 413),
    (PART.replace(b'r"', b'r"; filename="x"') + b"cancer\r\n--x--\r\n", MULTIPART, 400),
]


@EACH_KIND
@pytest.mark.parametrize(("body", "content_type", "status"), BODIES, ids=[str(number) for number in range(len(BODIES))])
def test_a_body_that_makes_no_sense_is_refused_and_nothing_is_kept(address, body, content_type, status):
    client = Client(enforce_csrf_checks=True)
    client.get(address)
    token = {"X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    response = client.generic("POST", address, body, content_type, headers=token)
    assert response.status_code == status
    assert "answers" not in response.cookies
    assert "Call 911" in read(response).inside("emergency")


@pytest.mark.parametrize(
    "body",
    [
        b"risk=%00",
        b"risk=6",
        b"risk=-1",
        b"risk=5.0",
        b"risk=%D9%A5",
        b"risk=very",
        b"risk=5&cost=%00",
        b"risk=5&way=7",
        b"help=5&risk=5%20%20x",
        b"risk=" + b"5" * 9_000,
    ],
)
def test_a_step_that_is_none_is_refused_and_nothing_is_kept(client, body):
    response = client.post(WHAT_MATTERS, body, URLENCODED)
    assert response.status_code == 422
    assert "answers" not in response.cookies


@pytest.mark.parametrize(("body", "content_type", "status"), BODIES, ids=[str(number) for number in range(len(BODIES))])
def test_a_body_that_makes_no_sense_says_nothing_of_what_matters(client, body, content_type, status):
    response = client.generic("POST", WHAT_MATTERS, body, content_type)
    assert response.status_code == (status if status in {400, 413} else 303)
    assert "What matters to you is kept" not in see(client, "/self-check/summary/").text


@EACH_KIND
def test_a_file_beside_an_answer_is_refused_with_it(client, address):
    response = client.post(address, {"answer": "none", "file": SimpleUploadedFile("cancer", b"x")})
    assert response.status_code == 400
    assert read(response).inside("h1") == "We could not read that request"
    assert "answers" not in response.cookies


@EACH_KIND
def test_many_files_are_refused(client, address):
    files = {f"file{number}": SimpleUploadedFile("x", b"x") for number in range(101)}
    assert client.post(address, files).status_code == 400


@pytest.mark.parametrize("slug", [fact.slug for fact in CLINIC_RULES.facts if fact.kind == "many"])
def test_a_box_that_is_sent_many_times_is_one_box(client, slug):
    fact = next(one for one in CLINIC_RULES.facts if one.slug == slug)
    box = max(fact.values, key=len)
    reply = client.post(f"/self-check/{slug}/", {"answer": [box] * 95})
    assert reply.status_code == 303
    assert kept_by(client)["answers"] == {fact.id: [box]}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/self-check/cause/", "/self-check/summary/", "/self-check/clear/", "/guide/"])
def test_other_methods_are_not_allowed(client, method, address):
    assert client.generic(method, address, b"answer=cancer", URLENCODED).status_code == 405


@pytest.mark.parametrize("address", ["/self-check/clear/"])
def test_answers_are_cleared_by_a_post_only(client, address):
    everything(client)
    assert client.get(address).status_code == 405
    assert "There are no answers here" not in see(client, "/self-check/summary/").text


@pytest.mark.parametrize("address", ["/self-check/", "/self-check/summary/", "/self-check/guide/", "/guide/"])
def test_pages_that_take_no_answer_take_no_post(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/self-check/nothing/",
        "/self-check/pain_began/",
        "/self-check/cause/extra/",
        "/self-check/%ff/",
        "/self-check/..%2f..%2fetc/",
        "/" + "a" * 5_000 + "/",
        "/static/../settings.py",
        "/static/%2e%2e/manage.py",
        "/static/",
        "/static/css/",
        "/static/staticfiles.json/",
        "/.git/HEAD",
        "/.env",
        "/.secret-key",
        "/manage.py",
        "/admin/",
        "/__debug__/",
        "/clinics/",
        "/clinics/sample.toml",
        "/docs/security.md",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["?answer=cancer", "?cause=cancer&skip=yes", "?" + "x=1&" * 5_000, "?%ff=%00"])
def test_what_an_address_asks_for_is_no_answer(client, query):
    response = client.get(f"/self-check/cause/{query}")
    assert response.status_code == 200
    assert not [element for element in read(response).all("input") if "checked" in element["attrs"]]


@pytest.mark.parametrize("address", [*QUESTIONS, WHAT_MATTERS, "/self-check/clear/"])
def test_a_form_without_its_cookie_gets_our_own_page(address):
    response = Client(enforce_csrf_checks=True).post(address, {"answer": "none"})
    shown = read(response)
    assert response.status_code == 403
    assert shown.inside("h1") == "This form needs a cookie to go on"
    assert "/guide/" in [link["attrs"]["href"] for link in shown.all("a") if "main" in link["around"]]
    assert "Call 911" in shown.inside("emergency")


@pytest.mark.parametrize("token", ["x", "ä", "A" * 64, "\x00" * 64])
def test_a_made_up_token_opens_nothing(token):
    client = Client(enforce_csrf_checks=True)
    client.get("/self-check/cause/")
    sent = {"answer": "cancer", "csrfmiddlewaretoken": token}
    assert client.post("/self-check/cause/", sent).status_code == 403


def test_a_form_with_its_cookie_and_its_token_is_taken():
    client = Client(enforce_csrf_checks=True)
    hidden = [
        field["attrs"] for field in see(client, "/self-check/cause/").all("input") if "csrf" in field["attrs"]["name"]
    ]
    sent = {"answer": "cancer", "csrfmiddlewaretoken": hidden[0]["value"]}
    assert client.post("/self-check/cause/", sent).status_code == 303
    client.cookies["form"] = "garbage"
    assert client.post("/self-check/cause/", sent).status_code == 403


def test_an_answer_about_a_scan_that_there_was_not_does_no_harm(client):
    remember(client, {"scan": "none"})
    for fact in SCAN_FACTS:
        assert client.post(f"/self-check/{fact.replace('_', '-')}/", {"answer": "yes"}).status_code in {303, 422}
    assert "The scan is recent: Does not fit" in see(client, "/self-check/summary/").text


def test_the_same_box_twice_is_one_box(client):
    client.post("/self-check/stops/", {"answer": ["infection", "infection"]})
    kept = [element["text"] for element in see(client, "/self-check/summary/").all("dd")]
    assert kept[0] == say("stops", ("infection",))
