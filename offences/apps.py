"""The offences app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffencesConfig(AppConfig):
    """Offence cards and the law behind them."""

    name = "offences"
    verbose_name = _("offences")

    def ready(self) -> None:
        """Keep a version of every card that readers get to see."""
        from falseos.publication import published
        from offences.versions import keep_versions

        published.connect(keep_versions, dispatch_uid="offences.versions")
