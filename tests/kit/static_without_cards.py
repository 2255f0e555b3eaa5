"""Static files that were collected for English: the share cards of another language are not among them."""

from kyphoplasty_site.styles import CompiledStaticFiles


class StaticWithoutCards(CompiledStaticFiles):
    def stored_name(self, name: str) -> str:
        return name if name.startswith("img/cards/") else super().stored_name(name)
