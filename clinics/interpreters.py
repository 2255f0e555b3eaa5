"""Lines for people who need an interpreter, each in a language and a script of its own."""

import re
from dataclasses import dataclass
from unicodedata import bidirectional, east_asian_width

# Those before Amharic are the fifteen that the US Department of Health and Human Services names on its own pages
# (docs/decisions/019-interpreter-lines.md). The others are asked for in some states.
LANGUAGES = {
    "es": "Spanish",
    "zh-Hans": "Chinese (simplified)",
    "zh-Hant": "Chinese (traditional)",
    "vi": "Vietnamese",
    "ko": "Korean",
    "tl": "Tagalog",
    "ru": "Russian",
    "ar": "Arabic",
    "ht": "Haitian Creole",
    "fr": "French",
    "pl": "Polish",
    "pt": "Portuguese",
    "it": "Italian",
    "de": "German",
    "ja": "Japanese",
    "fa": "Persian",
    "am": "Amharic",
    "bn": "Bengali",
    "el": "Greek",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hmn": "Hmong",
    "hy": "Armenian",
    "ilo": "Ilocano",
    "km": "Khmer",
    "lo": "Lao",
    "my": "Burmese",
    "ne": "Nepali",
    "pa": "Punjabi",
    "ro": "Romanian",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "yi": "Yiddish",
}
MOST_LANGUAGES = 16
# What cannot be seen and still is a part of a line: joins letters or parts them, says which way they run.
JOINERS = "\u200c\u200d\u200e\u200f"
NUMBER = re.compile(r"[+(]?[0-9][0-9() .-]*[0-9]")


@dataclass(frozen=True)
class InterpreterLine:
    """A line in a language; `words` are as they are shown, `language` is for a lang attribute."""

    language: str
    written: str

    def __str__(self) -> str:
        return self.words

    @property
    def name(self) -> str:
        return LANGUAGES[self.language]

    @property
    def direction(self) -> str:
        """As for a dir attribute: that of the first letter that has one."""
        found = next((kind for kind in map(bidirectional, self.written) if kind in ("L", "R", "AL")), "L")
        return "ltr" if found == "L" else "rtl"

    @property
    def words(self) -> str:
        """In a line from right to left, each number is set apart: else 555-0100 would be shown as 0100-555."""
        return self.written if self.direction == "ltr" else NUMBER.sub("\u2066\\g<0>\u2069", self.written)

    @property
    def width(self) -> int:
        """In letters; a Chinese one is as wide as two."""
        return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in self.written)

    @property
    def can_be_seen(self) -> bool:
        """Whether it is of letters, and nothing in it is hidden that does not belong there."""
        return self.written.translate(dict.fromkeys(map(ord, JOINERS))).isprintable() and any(
            letter.isalpha() for letter in self.written
        )
