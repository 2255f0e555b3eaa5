from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Registers the checks of wording, and watches the pages in development."""

    name = "content"

    def ready(self) -> None:
        from django.conf import settings
        from django.utils.autoreload import autoreload_started

        from content import checks, twins  # noqa: F401 - importing them registers the checks

        def watch(sender: object, **kwargs: object) -> None:
            for pattern in ("**/*.md", "**/*.toml"):
                sender.watch_dir(settings.LANGUAGES_DIR.parent, pattern)  # type: ignore[attr-defined]

        autoreload_started.connect(watch, weak=False, dispatch_uid="content")
