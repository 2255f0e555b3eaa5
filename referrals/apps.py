from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Refuses to start with a clinic's file that is wrong, and registers the checks of its wording."""

    name = "referrals"

    def ready(self) -> None:
        from referrals import checks

        checks.refuse_wrong_clinics()
