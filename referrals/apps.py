from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Registers the checks of the clinics' files."""

    name = "referrals"

    def ready(self) -> None:
        from referrals import checks  # noqa: F401 - importing it registers them
