"""The editors' pages for places and what belongs to them."""

from django.contrib import admin

from falseos.admin_base import citations, parts
from falseos.editing.admin_base import PartAdmin, RecordAdmin
from jurisdictions import models
from jurisdictions.admin_checks import AddressStateInline, CheckEventInline, PhoneStateInline

admin.site.index_title = "The editors' desk"


@admin.register(models.Source)
class SourceAdmin(RecordAdmin):
    """Official pages."""

    list_display = ("slug", "title", "publisher", "kind", "support", "checked_on", "status")
    list_filter = ("status", "support", "kind")
    search_fields = ("slug", "title", "publisher", "url")
    inlines = (AddressStateInline, CheckEventInline)


@admin.register(models.Jurisdiction)
class JurisdictionAdmin(RecordAdmin):
    """Places."""

    list_display = ("name", "slug", "kind", "parent", "emergency_number", "status")
    list_filter = ("status", "kind", "parent")
    search_fields = ("slug", "name", "code")
    inlines = (citations(models.JurisdictionCitation),)


@admin.register(models.Authority)
class AuthorityAdmin(RecordAdmin):
    """Bodies."""

    list_display = ("name", "kind", "jurisdiction", "website", "status")
    list_filter = ("status", "kind", "jurisdiction")
    search_fields = ("slug", "name")
    list_select_related = ("jurisdiction", "website")
    autocomplete_fields = ("website", "jurisdiction", "overseen_by")
    inlines = (citations(models.AuthorityCitation),)


@admin.register(models.Municipality)
class MunicipalityAdmin(RecordAdmin):
    """Towns and who polices them."""

    list_display = ("name", "jurisdiction", "status")
    list_filter = ("status", "jurisdiction")
    search_fields = ("slug", "name", "other_names")
    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction", "police")
    inlines = (citations(models.MunicipalityCitation),)


@admin.register(models.Phone)
class PhoneAdmin(RecordAdmin):
    """Numbers."""

    list_display = ("number", "label", "authority", "support", "checked_on", "status")
    list_filter = ("status", "support")
    search_fields = ("slug", "number", "tel", "label")
    list_select_related = ("authority",)
    autocomplete_fields = ("authority", "source")
    inlines = (PhoneStateInline, CheckEventInline)


@admin.register(models.ReportingChannel)
class ReportingChannelAdmin(RecordAdmin):
    """Ways to report."""

    list_display = ("name", "jurisdiction", "stage", "position", "threats_online", "status")
    list_filter = ("status", "jurisdiction", "stage", "threats_online")
    search_fields = ("slug", "name")
    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction", "authority", "link", "phone", "told_source")
    inlines = (citations(models.ChannelCitation),)


@admin.register(models.EscalationLadder)
class EscalationLadderAdmin(RecordAdmin):
    """Ladders with their rungs."""

    list_display = ("name", "jurisdiction", "status")
    search_fields = ("slug", "name")
    inlines = (parts(models.LadderRung), citations(models.LadderCitation))


@admin.register(models.LadderRung)
class LadderRungAdmin(PartAdmin):
    """One rung and its sources."""

    inlines = (citations(models.RungCitation),)


@admin.register(models.CrossBorderRoute)
class CrossBorderRouteAdmin(RecordAdmin):
    """Routes with their steps."""

    list_display = ("title", "home", "destination", "status")
    search_fields = ("slug", "title")
    list_select_related = ("home", "destination")
    inlines = (parts(models.RouteStep), citations(models.RouteCitation))


@admin.register(models.RouteStep)
class RouteStepAdmin(PartAdmin):
    """One step and its sources."""

    inlines = (citations(models.StepCitation),)


@admin.register(models.Treaty)
class TreatyAdmin(RecordAdmin):
    """Treaties with their parties."""

    list_display = ("name", "kind", "status")
    list_filter = ("status", "kind")
    search_fields = ("slug", "name")
    inlines = (parts(models.TreatyParty), citations(models.TreatyCitation))
