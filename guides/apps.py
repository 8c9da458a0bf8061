"""The guides app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Pages composed of records."""

    name = "guides"
    verbose_name = _("guides")

    def ready(self) -> None:
        """Keep the open data at what readers see."""
        from falseos.publication import published
        from guides.opendata.edition import keep_edition

        published.connect(keep_edition, dispatch_uid="guides.opendata")
