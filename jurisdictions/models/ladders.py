"""What to do when brushed off, rung by rung."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField
from jurisdictions.models.places import Jurisdiction
from jurisdictions.models.sources import Citation, citation_constraints


class EscalationLadder(ContentRecord):
    """The order in which a reader of one place climbs until the case is assigned."""

    # Set by selectors: the rungs to climb, a province's own in place of its country's.
    merged_rungs: list["LadderRung"]

    slug = SlugField(unique=True)
    jurisdiction = models.OneToOneField(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="ladder",
        help_text=_("The place whose bodies it names."),
    )
    name = models.CharField(_("name"), max_length=160, help_text=_("Heading of the ladder."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("What a reader is entitled to. Markdown."))

    class Meta:
        ordering = ("slug",)
        verbose_name = _("escalation ladder")
        verbose_name_plural = _("escalation ladders")

    def __str__(self) -> str:
        return self.name


class LadderCitation(Citation):
    """What the ladder as a whole rests on."""

    record = models.ForeignKey(EscalationLadder, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("ladder")


class LadderRung(models.Model):
    """One rung: what to do, and when to go on to the next."""

    natural_key_fields = ("ladder__slug", "slug")

    ladder = models.ForeignKey(EscalationLadder, on_delete=models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Counted from 1."))
    slug = SlugField()
    title = models.CharField(_("title"), max_length=160, help_text=_("What the rung is."))
    action = models.CharField(_("do this"), max_length=300, blank=True, help_text=_("One line, verb first."))
    body = models.TextField(_("full text"), blank=True, help_text=_("Markdown."))
    wait = models.CharField(
        _("when to go on"), max_length=200, blank=True, help_text=_("Only where a source says when.")
    )

    class Meta:
        ordering = ("position",)
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        constraints = [
            models.UniqueConstraint(fields=("ladder", "position"), name="one_rung_a_position"),
            models.UniqueConstraint(fields=("ladder", "slug"), name="one_rung_a_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class RungCitation(Citation):
    """What a rung rests on."""

    record = models.ForeignKey(LadderRung, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("rung")
