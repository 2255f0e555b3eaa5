"""The tables of every data file: what does not fit is refused in words that say where. Held here once for all files."""

from dataclasses import dataclass

import pytest
from django.conf import settings

from web.languages import LanguageError, read_language
from web.toml_tables import DataFileError, complete, files_in, read_toml


@dataclass
class Part:
    name: str


@dataclass
class Entry:
    name: str
    number: int
    share: float
    sure: bool
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    part: Part
    id: str
    hint: str = ""
    most: int = 9


GOOD = """\
[fall]
name = "A fall"
number = 20
share = 0.5
sure = true
sources = ["one", "two"]
parts = [{name = "first"}]
part = {name = "whole"}
"""


def entry_of(folder, text):
    path = folder / "things.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    ((name, entry),) = read_toml(path, DataFileError).items()
    return complete(Entry, f"{path.name}: [{name}]", entry, DataFileError, id=name)


def test_an_entry_that_fits_is_read_with_lists_tables_and_what_is_left_out(tmp_path):
    whole = Entry("A fall", 20, 0.5, True, ("one", "two"), (Part("first"),), Part("whole"), "fall")
    assert entry_of(tmp_path, GOOD) == whole
    assert entry_of(tmp_path, GOOD.replace("0.5", "1") + 'hint = ""\n').share == 1
    assert entry_of(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == whole


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("number = 20", "", "misses or does not know: number"),
        ("number = 20", "number = 20\ncolor = 1", "misses or does not know: color"),
        ("number = 20", "nummer = 20", "misses or does not know: number, nummer"),
        ("number = 20", 'number = 20\nid = "zzz"', "misses or does not know: id"),
        *(("20", wrong, "number must be a int") for wrong in ('"20"', "true", "20.0", "20.5", "nan", "[1]")),
        *(("0.5", wrong, "share must be a finite number") for wrong in ('"1"', "true", "nan", "inf", "-inf", "[1]")),
        ("true", "1", "sure must be a bool"),
        ('"A fall"', "5", "name must be a str"),
        ('"A fall"', '""', "name is empty. Write what is known."),
        ('"A fall"', '" "', "name is empty. Write what is known."),
        ('["one", "two"]', '"one"', "sources must be a list"),
        ('["one", "two"]', "5", "sources must be a list"),
        ('["one", "two"]', "[5]", "sources 1 must be a str"),
        ('["one", "two"]', '["one", [1]]', "sources 2 must be a str"),
        ('["one", "two"]', '["one", ""]', "sources 2 is empty"),
        ('[{name = "first"}]', '"abc"', "parts must be a list"),
        ('[{name = "first"}]', "[5]", "parts 1 must be a table"),
        ('[{name = "first"}]', "[{}]", "parts 1 misses or does not know: name"),
        ('{name = "whole"}', "5", "part must be a table"),
        ('{name = "whole"}', "{name = 5}", "part name must be a str"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_with_its_place(tmp_path, old, new, problem):
    assert old in GOOD
    with pytest.raises(DataFileError) as refused:
        entry_of(tmp_path, GOOD.replace(old, new, 1))
    assert str(refused.value).startswith("things.toml: [fall] ")
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[fall", "things.toml is not TOML: "),
        ("x = " + "[" * 5000, "things.toml is not TOML: "),
        (b"\xff", "things.toml is not in UTF-8: "),
        (bytes(100), "things.toml is not TOML: "),
        ("", "things.toml is empty."),
        ("fall = 5", "things.toml: fall must be a table."),
    ],
)
def test_a_file_that_holds_no_tables_is_refused_in_words(tmp_path, text, problem):
    with pytest.raises(DataFileError) as refused:
        entry_of(tmp_path, text)
    assert str(refused.value).startswith(problem)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(DataFileError, match=r"^gone\.toml cannot be read: No such file"):
        read_toml(tmp_path / "gone.toml", DataFileError)


def test_what_file_managers_leave_beside_a_file_is_passed_over(tmp_path):
    for name in ("b.toml", "a.toml", "._a.toml", ".hidden/c.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in files_in(tmp_path, "**/*.toml")] == ["a.toml", "b.toml"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("pronouns = '(?:It", "pronouns = '(?:(It"),
        ('word = "uncommon"', 'word = "un(common"'),
        ('"KAVIAR"', '"KAVIAR("'),
        ("'1 in \\d'", "'1 in [\\d'"),
    ],
)
def test_an_expression_of_a_language_that_cannot_be_read_stops_the_start_in_words(tmp_path, right, wrong):
    toml = (settings.LANGUAGES_DIR / "en" / "language.toml").read_text()
    assert right in toml
    (tmp_path / "qq").mkdir()
    (tmp_path / "qq" / "language.toml").write_text(toml.replace(right, wrong))
    with pytest.raises(LanguageError, match=r"^qq/language.toml has a pattern that cannot be used: "):
        read_language(tmp_path / "qq")
