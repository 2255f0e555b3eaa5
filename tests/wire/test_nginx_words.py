"""What nginx says by itself is the site's own: the same words and help lines, written by a command."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from kyphoplasty_site.management.commands import nginx_words
from screener.editions import main_rules


def test_the_words_in_the_file_for_nginx_are_those_of_the_site():
    call_command("nginx_words", check=True)


@pytest.fixture
def a_sign_more(monkeypatch):
    """Has the help lines say one sign more, with these words."""

    def say(words):
        first, *others = main_rules().help_lines
        rules = replace(main_rules(), help_lines=(replace(first, signs=(*first.signs, words)), *others))
        monkeypatch.setattr(nginx_words, "main_rules", lambda: rules)

    return say


def test_a_help_line_that_changed_is_missed_in_the_file_and_then_written(a_sign_more, monkeypatch, tmp_path):
    file = tmp_path / "nginx.conf"
    file.write_text(nginx_words.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(nginx_words, "FILE", file)
    a_sign_more("A blue foot")
    with pytest.raises(CommandError, match=r"are old: run manage\.py nginx_words"):
        call_command("nginx_words", check=True)
    call_command("nginx_words")
    call_command("nginx_words", check=True)
    assert "<li>A blue foot.</li>" in file.read_text(encoding="utf-8")


def test_a_word_that_nginx_would_take_for_a_variable_is_refused(a_sign_more):
    a_sign_more("What $request_uri says")
    with pytest.raises(CommandError, match="would not read as one"):
        call_command("nginx_words", check=True)


def test_a_file_without_the_lines_between_which_the_words_stand_is_refused(monkeypatch, tmp_path):
    file = tmp_path / "nginx.conf"
    file.write_text("server { }\n")
    monkeypatch.setattr(nginx_words, "FILE", file)
    with pytest.raises(CommandError, match="has lost the lines"):
        call_command("nginx_words")
