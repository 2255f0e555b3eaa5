"""Names of months and of days of the week in the languages most asked for in the US, as CLDR (Unicode) has them.

`python tests/kit/cldr.py > screener/date_words.toml` writes them anew when Babel brings a newer CLDR.
"""

from collections.abc import Iterator
from importlib.metadata import version

from babel import Locale

# The fifteen, with English and where one language has more than one set. CLDR has no names in Haitian Creole.
LANGUAGES = (
    *("en", "es", "zh", "zh_Hant", "vi", "ko", "fil", "ru", "ar", "ar_LB", "ar_DZ", "ar_MA", "fr", "pl", "pt", "it"),
    *("de", "ja", "fa"),
)
WIDTHS = [(context, width) for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]


def table() -> str:
    """The whole file. A name with a digit in it, such as 10月, is left out: the number tells the month."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield f"# Names of CLDR, by Babel {version('babel')}. Written by tests/kit/cldr.py: change nothing here by hand."
    for kind, numbers in (("months", range(1, 13)), ("days", range(7))):
        for language in LANGUAGES:
            names = getattr(Locale.parse(language), kind)
            found = [list(dict.fromkeys(names[one][width][number] for one, width in WIDTHS)) for number in numbers]
            lists = [[name for name in ways if not any(map(str.isdigit, name))] for ways in found]
            if any(lists):
                yield f"\n[{kind}.{language}]"
                yield from (
                    f"{number} = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in ways)}]"
                    for number, ways in zip(numbers, lists, strict=True)
                )
    yield ""


if __name__ == "__main__":
    print(table(), end="")
