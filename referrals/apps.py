from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Leaves out a clinic whose file is wrong, and registers the checks of its wording."""

    name = "referrals"

    def ready(self) -> None:
        from referrals import checks

        checks.leave_out_wrong_clinics()
