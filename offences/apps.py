"""The offences app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffencesConfig(AppConfig):
    """Offence cards and the law behind them."""

    name = "offences"
    verbose_name = _("offences")
