"""What templates and code say, as items: a folder of templates, or a package, is one."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import pgettext

from reviews.items import Item
from web import marked_texts
from web.catalogues import Text
from web.languages import gettext, once_for_each_language

CODE = ("clinics", "content", "kyphoplasty_site", "referrals", "reviews", "screener", "seo", "web")
# Leaflets and e-mails are items of their own (referrals/reviewed.py).
ELSEWHERE = ("referrals/leaflets.py", "referrals/emails.py")


@once_for_each_language
def items() -> dict[str, Item]:
    """The items of all templates and packages that say something, by id."""
    return {item.id: item for item in (*_of_templates(), *_of_code())}


def _of_templates() -> Iterator[Item]:
    texts: dict[str, list[Text]] = {}
    for path in marked_texts.templates():
        *folders, _ = path.relative_to(settings.BASE_DIR / "templates").parts
        folder = folders[0] if folders else "base"
        texts.setdefault(folder, []).extend(marked_texts.of_template(path))
    return (_item(f"templates:{folder}", said) for folder, said in texts.items() if said and folder != "pictures")


def _of_code() -> Iterator[Item]:
    for package in CODE:
        paths = [path for path in marked_texts.code(package) if not str(path).endswith(ELSEWHERE)]
        if said := [text for path in paths for text in marked_texts.of_code(path)]:
            yield _item(f"code:{package}", said)


def _item(name: str, texts: Iterable[Text]) -> Item:
    lines = dict.fromkeys(line for text in texts for line in _said(text))
    return Item(name, tuple(lines))


def _said(text: Text) -> Iterator[str]:
    yield pgettext(text.context, text.english) if text.context else gettext(text.english)
    if text.plural:
        yield gettext(text.plural)
