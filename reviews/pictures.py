"""The drawings of templates/pictures, as items: their words, and the hash of how they are drawn."""

from hashlib import sha256
from xml.etree import ElementTree

from django.conf import settings
from django.template.loader import render_to_string

from reviews.items import Item
from web.languages import once_for_each_language
from web.toml_tables import files_in

_STYLE = "{http://www.w3.org/2000/svg}style"


@once_for_each_language
def items() -> dict[str, Item]:
    """All drawings, by id: picture:spine."""
    found = (_picture(path.stem) for path in files_in(settings.BASE_DIR / "templates" / "pictures", "*.svg"))
    return {item.id: item for item in found}


def _picture(name: str) -> Item:
    """A needle in another place is another drawing."""
    svg = render_to_string(f"pictures/{name}.svg")
    texts = [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag != _STYLE]  # noqa: S314 - ours
    return Item(f"picture:{name}", (*filter(str.strip, texts), f"drawn: {sha256(svg.encode()).hexdigest()}"))
