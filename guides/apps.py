"""The guides app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Pages composed of records."""

    name = "guides"
    verbose_name = _("guides")
