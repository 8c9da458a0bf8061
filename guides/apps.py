"""The guides app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Pages composed of what the other apps hold."""

    name = "guides"
    verbose_name = _("guides")

    def ready(self) -> None:
        """Keep the open data at what readers see, the index ready, and the desk at what somebody saved in the admin."""
        from django.contrib.admin.models import LogEntry
        from django.db.models.signals import post_save

        from falseos.publication import published, serving
        from guides.desk.translations import after_an_edit
        from guides.opendata.edition import keep_edition
        from guides.search.index import warm_up

        published.connect(keep_edition, dispatch_uid="guides.opendata")
        serving.connect(warm_up, dispatch_uid="guides.search")
        post_save.connect(after_an_edit, sender=LogEntry, dispatch_uid="desk-translations")
