"""The editors' pages for offences."""

from django.contrib import admin

from falseos.admin_base import citations, parts
from falseos.editing.admin_base import RecordAdmin
from offences import models


@admin.register(models.Statute)
class StatuteAdmin(RecordAdmin):
    """Acts."""

    list_display = ("name", "citation", "jurisdiction", "status")
    search_fields = ("slug", "name", "citation")
    autocomplete_fields = ("jurisdiction", "website")


@admin.register(models.Offence)
class OffenceAdmin(RecordAdmin):
    """Cards."""

    list_display = (
        "name",
        "section",
        "jurisdiction",
        "group",
        "law_status",
        "law_changed_on",
        "law_read_on",
        "status",
    )
    list_filter = ("status", "jurisdiction", "group", "classification", "law_status")
    search_fields = ("slug", "name", "section", "lay_terms")
    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction", "statute", "related")
    inlines = (parts(models.OffenceElement), citations(models.OffenceCitation))


@admin.register(models.Behaviour)
class BehaviourAdmin(RecordAdmin):
    """What victims say is happening."""

    list_display = ("name", "slug", "position", "status")
    search_fields = ("slug", "name", "lay_terms")


@admin.register(models.BehaviourMatch)
class BehaviourMatchAdmin(RecordAdmin):
    """Which offence a behaviour may be, and why."""

    list_display = ("behaviour", "offence", "strength", "position", "status")
    list_filter = ("status", "strength", "offence__jurisdiction", "behaviour")
    search_fields = ("behaviour__name", "offence__name", "reason")
    list_select_related = ("behaviour", "offence")
    autocomplete_fields = ("behaviour", "offence", "only_with", "not_with")
    inlines = (citations(models.MatchCitation),)


@admin.register(models.OfficialWording)
class OfficialWordingAdmin(RecordAdmin):
    """The law's own words."""

    list_display = ("section_number", "heading", "statute", "consolidated_to", "status")
    search_fields = ("slug", "section_number", "heading")
    list_select_related = ("statute",)
    autocomplete_fields = ("statute", "source")
