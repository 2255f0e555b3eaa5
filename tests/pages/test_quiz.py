"""Did I get it? Five questions, each answer explained, one of them right; nothing is marked, sent or kept."""

import re
from itertools import groupby

import pytest
from browser import visit
from served import see
from small_pages import html_of, page_of, saying

from content.checks import check_pages
from content.pages import all_pages
from content.quiz import VERDICTS

QUIZ = "/did-i-get-it/"
ANSWER = "::: answer right No. It is one bone.\nA calm day by the sea.\n:::"
LATE = re.compile("favicon")
KEPT = "[localStorage.length, sessionStorage.length, document.cookie, location.href]"


def answers_by_question():
    """Each question with its answers: the words of an answer, the verdict, and what explains it."""
    blocks = [block for block in all_pages()["did-i-get-it"].blocks if block.callout == "answer"]
    return {question: list(answers) for question, answers in groupby(blocks, key=lambda block: block.section)}


def test_there_are_five_questions_on_what_people_mix_up():
    questions = list(answers_by_question())
    assert len(questions) == 5
    for word, question in zip(("weak", "ease", "scan", "fake", "911"), questions, strict=True):
        assert word in question


@pytest.mark.parametrize("question", answers_by_question())
def test_each_question_has_three_answers_each_explained_and_one_of_them_right(question):
    blocks = answers_by_question()[question]
    titles = [i for i, block in enumerate(blocks) if block.kind == "title"]
    said = [blocks[i].text for i in titles[1::2]]
    assert len(said) == 3
    assert said.count(VERDICTS["right"]) == 1
    assert said.count(VERDICTS["mistake"]) == 2
    for here, after in zip(titles[1::2], [*titles[2::2], len(blocks)], strict=True):
        assert sum(len(block.text.split()) for block in blocks[here + 1 : after]) >= 12


def test_right_answers_do_not_all_stand_in_one_place():
    places = set()
    for blocks in answers_by_question().values():
        said = [block.text for block in blocks if block.kind == "title"][1::2]
        places.add(said.index(VERDICTS["right"]))
    assert places == {0, 1, 2}


def test_a_closed_answer_does_not_show_whether_it_is_right(client):
    answers = [element for element in see(client, QUIZ).all("details") if "answer" in element["classes"]]
    assert len(answers) == 15
    assert {tuple(sorted(answer["attrs"].items())) for answer in answers} == {(("class", "answer"),)}
    for summary in [one for one in see(client, QUIZ).all("summary") if "answer" in one["around"]]:
        assert not any(verdict in summary["text"] for verdict in VERDICTS.values())
        assert summary["attrs"] == {}


def test_nothing_can_be_sent_and_no_cookie_comes(client):
    shown = see(client, QUIZ)
    assert not shown.scripts
    assert not [tag for tag in ("form", "input", "iframe") if shown.all(tag)]
    assert not client.get(QUIZ).cookies


@pytest.mark.parametrize("address", ["/options/", "/questions/"])
def test_the_pages_before_it_lead_to_it(client, address):
    links = [link for link in see(client, address).all("a") if "next" in link["around"]]
    assert QUIZ in [link["attrs"]["href"] for link in links]


def test_the_words_of_an_answer_are_checked_like_all_others(tmp_path):
    def problems(words):
        page = saying(tmp_path, ANSWER.replace("It is one bone", words))
        return "\n".join(message.msg for message in check_pages([page]))

    assert problems("It is one bone") == ""
    assert "a number without a source: 'No. It is 40 bones.'" in problems("It is 40 bones")
    assert "'qualify' must not be said." in problems("You qualify")
    assert "a sentence of 38 words" in problems("a long day " * 12)
    measured = [block.text for block in saying(tmp_path, ANSWER).blocks]
    assert {"No. It is one bone.", "That is right."} <= set(measured)


@pytest.mark.parametrize("opening", ["::: answer rigth No.", "::: answer right", "::: answer"])
def test_an_answer_without_a_verdict_or_words_is_named(tmp_path, opening):
    page = page_of(tmp_path, saying(tmp_path, ANSWER).body.replace("::: answer right No. It is one bone.", opening))
    assert "markup that was not understood" in "".join(message.msg for message in check_pages([page]))


def test_words_of_an_answer_bring_no_html(tmp_path):
    html = html_of(saying(tmp_path, ANSWER.replace("one bone", "<b>bold</b>")))
    assert "<b>bold" not in html
    assert "&lt;b&gt;bold" in html


@pytest.mark.browser
def test_answers_open_by_keyboard_each_by_itself_and_nothing_is_kept(page):
    visit(page, QUIZ)
    address, asked = page.url, []
    # A busy browser may ask for the page's icon only now.
    page.context.on("request", lambda request: LATE.search(request.url) or asked.append(request.url))
    answers = page.locator("details.answer")
    assert page.get_by_text(VERDICTS["right"]).filter(visible=True).count() == 0
    answers.first.locator("summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('.answer > summary')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
    assert answers.evaluate_all("all => all.map(one => one.open)") == [True] * 3 + [False] * 12
    assert page.get_by_text(VERDICTS["right"]).filter(visible=True).count() == 1
    assert page.get_by_text(VERDICTS["mistake"]).filter(visible=True).count() == 2
    assert asked == []
    assert page.context.cookies() == []
    assert page.evaluate(KEPT) == [0, 0, "", address]
    page.reload()
    assert answers.evaluate_all("all => all.some(one => one.open)") is False


@pytest.mark.browser
def test_on_paper_every_answer_is_explained(page):
    visit(page, QUIZ)
    page.emulate_media(media="print")
    answers = page.locator(".answer-text > p:last-child")
    assert answers.count() == 15
    assert all(answer.is_visible() for answer in answers.all())
