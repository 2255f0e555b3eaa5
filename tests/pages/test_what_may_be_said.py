"""The law of wording, over every text that the site can say: none decides for a reader, and no number misleads."""

from english import FORBIDDEN, MISLEADING
from texts import every_text


def test_no_text_that_the_site_can_say_decides_for_a_reader_or_misleads():
    found = [
        f"{where} says {said.group()!r}: {text}"
        for text, where in every_text().items()
        for law in (FORBIDDEN, MISLEADING)
        if (said := law.search(text))
    ]
    assert not found, "\n".join(found)


def test_texts_of_every_kind_are_held_to_it():
    places = set(every_text().values())
    for place in ("rule set clinic", "risks.md", "sources.toml", "sample.toml", "templates/base.html"):
        assert place in places
    assert any(place.startswith("screener/guide/") for place in places)
