"""The guides app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Pages composed of what the other apps hold."""

    name = "guides"
    verbose_name = _("guides")

    def ready(self) -> None:
        """Keep the open data at what readers see; have the desk look again at what somebody saved in the admin."""
        from django.contrib.admin.models import LogEntry
        from django.db.models.signals import post_save

        from falseos.publication import published
        from guides.desk.translations import after_an_edit
        from guides.opendata.edition import keep_edition

        published.connect(keep_edition, dispatch_uid="guides.opendata")
        post_save.connect(after_an_edit, sender=LogEntry, dispatch_uid="desk-translations")
