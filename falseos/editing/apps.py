"""The editors' desk as an installed app, and its admin site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class EditingConfig(AppConfig):
    """Proposals and notes for readers."""

    name = "falseos.editing"
    verbose_name = "Changes"
    default = True


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site: one that asks for the second factor."""

    default = False
    default_site = "falseos.editing.site.DeskSite"
