"""The guides app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Pages composed of records."""

    name = "guides"
    verbose_name = _("guides")

    def ready(self) -> None:
        """Have the desk look again at what somebody saved in the admin."""
        from django.contrib.admin.models import LogEntry
        from django.db.models.signals import post_save

        from guides.desk.translations import after_an_edit

        post_save.connect(after_an_edit, sender=LogEntry, dispatch_uid="desk-translations")
