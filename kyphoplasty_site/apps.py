from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the checks of the reviews and of translations."""

    name = "kyphoplasty_site"

    def ready(self) -> None:
        from kyphoplasty_site import checks, translations  # noqa: F401 - importing them registers the checks
