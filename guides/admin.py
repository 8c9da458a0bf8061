"""The editors' pages for guides."""

from django.contrib import admin

from falseos.admin_base import citations, parts
from falseos.editing.admin_base import PartAdmin, RecordAdmin
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


@admin.register(models.Platform)
class PlatformAdmin(RecordAdmin):
    """Platforms."""

    list_display = ("name", "slug", "preservation_days", "told", "status")
    search_fields = ("slug", "name")
    autocomplete_fields = ("website", "police_portal")
    inlines = (citations(models.PlatformCitation),)


@admin.register(models.PlatformRoute)
class PlatformRouteAdmin(RecordAdmin):
    """Ways to report to a platform."""

    list_display = ("platform", "kind", "told", "status")
    list_filter = ("status", "kind", "told")
    search_fields = ("platform__slug", "steps")
    autocomplete_fields = ("platform", "link")
    inlines = (citations(models.PlatformRouteCitation),)


@admin.register(models.BrushOff)
class BrushOffAdmin(RecordAdmin):
    """Answers to a brush-off."""

    list_display = ("said", "jurisdiction", "rung", "position", "status")
    list_filter = ("status", "jurisdiction")
    search_fields = ("slug", "said", "reply")
    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction",)
    inlines = (citations(models.BrushOffCitation),)


@admin.register(models.SlugAlias)
class SlugAliasAdmin(RecordAdmin):
    """Former slugs and where they lead."""

    list_display = ("kind", "scope", "former", "current", "status")
    list_filter = ("status", "kind")
    search_fields = ("former", "current")
