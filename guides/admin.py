"""The editors' pages for guides."""

from django.contrib import admin

from editing.admin_base import PartAdmin, RecordAdmin
from falseos.admin_base import citations, parts
from guides import models


@admin.register(models.Guide)
class GuideAdmin(RecordAdmin):
    """Home guides with their blocks."""

    list_display = ("title", "jurisdiction", "status")
    search_fields = ("slug", "title")
    inlines = (parts(models.GuideBlock),)


@admin.register(models.GuideBlock)
class GuideBlockAdmin(PartAdmin):
    """One block and its sources."""

    inlines = (citations(models.BlockCitation),)


@admin.register(models.Essential)
class EssentialAdmin(RecordAdmin):
    """Essentials."""

    list_display = ("title", "slug", "position", "status")
    search_fields = ("slug", "title")
    inlines = (citations(models.EssentialCitation),)


@admin.register(models.Page)
class PageAdmin(RecordAdmin):
    """Pages about the site."""

    list_display = ("title", "slug", "status")
    search_fields = ("slug", "title")
