"""The jurisdictions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JurisdictionsConfig(AppConfig):
    """Places and what belongs to a place."""

    name = "jurisdictions"
    verbose_name = _("jurisdictions")

    def ready(self) -> None:
        """Raise the content's version with every change."""
        from jurisdictions import version

        version.connect(self)
