"""What people are told when they are sent away, and what to say then."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField
from jurisdictions.models import Citation, Jurisdiction, LadderRung
from jurisdictions.models.sources import citation_constraints


class BrushOff(ContentRecord):
    """One sentence that sends a reader away, a calm reply, and what stands behind the reply."""

    natural_key_fields = ("jurisdiction__slug", "slug")

    # Set by selectors: the rung of the place's ladder that comes next.
    next_rung: LadderRung | None

    slug = SlugField()
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="brush_offs",
        help_text=_("Where it is said."),
    )
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Order on the page."))
    said = models.CharField(_("what was said"), max_length=160, help_text=_("As people hear it, without quotes."))
    reply = models.TextField(_("what to say"), help_text=_("Calm, in the first person, plain words. Markdown."))
    law = models.TextField(_("what stands behind it"), help_text=_("The section or the page, explained. Markdown."))
    right = models.TextField(_("your right"), help_text=_("The victim's right behind it, with its section. Markdown."))
    rung = models.SlugField(
        _("next rung"), max_length=80, help_text=_("The slug of a rung of this place's ladder: supervisor.")
    )
    when = models.CharField(_("when to go on"), max_length=200, help_text=_("When to take the next rung."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))

    class Meta:
        ordering = ("jurisdiction", "position")
        verbose_name = _("answer to a brush-off")
        verbose_name_plural = _("answers to a brush-off")
        constraints = [models.UniqueConstraint(fields=("jurisdiction", "slug"), name="one_brush_off_a_slug")]

    def __str__(self) -> str:
        return self.said

    def clean(self) -> None:
        """Refuse a rung that the place's ladder does not have."""
        super().clean()
        rungs = LadderRung.objects.filter(ladder__jurisdiction=self.jurisdiction_id, slug=self.rung)
        if self.jurisdiction_id and not rungs.exists():
            raise ValidationError({"rung": _("This place's ladder has no such rung.")})

    def get_absolute_url(self) -> str:
        """Return its place on the page of its country."""
        return f"{self.jurisdiction.address('brushed-off')}#{self.slug}"


class BrushOffCitation(Citation):
    """What a reply rests on."""

    record = models.ForeignKey(BrushOff, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("brush_off")
