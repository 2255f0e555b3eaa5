from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the checks of the reviews."""

    name = "kyphoplasty_site"

    def ready(self) -> None:
        from kyphoplasty_site import checks  # noqa: F401 - importing it registers them
