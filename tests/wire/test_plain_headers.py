"""Of the headers that can fail or take long to read, only what is plain reaches Django."""

import pytest
from django.test import Client

from kyphoplasty_site.header_filter import PlainHeaders


def passed_on(**environ):
    """What the application behind gets."""
    got = {}
    PlainHeaders(lambda environ, _: got.update(environ) or [])(environ, list)
    return got


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("answers=a-b_c; form=x", "answers=a-b_c; form=x"),
        ("form=x;answers=a==", "form=x; answers=a=="),
        ("_ga=GA1.2; answers=a; other=b", "answers=a"),
        ("_ga=GA1.2", ""),
        ("Answers=a; xanswers=b; answersx=c", ""),
        ('answers="\\\\7"; form=x', "answers=-; form=x"),
        ('answers=a"b', "answers=-"),
        ("answers=a b", "answers=a b"),
        ("answers; form=", "answers=; form="),
        ("answers=a; form=x; answers=b", "answers=-; form=x"),
        ("answers=a; answers=a", "answers=-"),
        ("form=x; answers=a; form=y", "form=-; answers=a"),
        # The server puts nothing in the place of a line with a letter from outside ASCII.
        ("", "answers=-"),
        (";form=x", "form=x; answers=-"),
        ("answers=a;", "answers=-"),
        ("answers=a; form=x;;b=c", "answers=-; form=x"),
        # Spaces to Python, but to a browser a part of another cookie's name.
        ("\x85answers=a; \xa0form=x; \x1fform=y", ""),
    ],
)
def test_only_our_own_cookies_are_passed_on_and_what_cannot_be_told_as_unreadable(sent, kept):
    assert passed_on(HTTP_COOKIE=sent)["HTTP_COOKIE"] == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("text/plain ; Charset=UTF-8", "text/plain ; Charset=UTF-8"),
        ('text/plain; charset="utf-8', ""),
        ("text/plain; x*=nonsense''%41", ""),
        ("multipart/form-data; boundary=x; charset=hex", ""),
    ],
)
def test_only_a_plain_content_type_is_passed_on(sent, kept):
    assert passed_on(CONTENT_TYPE=sent)["CONTENT_TYPE"] == kept


def test_who_sends_no_cookie_has_lost_none():
    assert "HTTP_COOKIE" not in passed_on()


def test_a_cookie_in_the_place_of_a_quoted_one_starts_over_and_says_so():
    visitor = Client()
    visitor.cookies["answers"] = "-"
    assert b"So the self-check starts over." in visitor.get("/self-check/").content
