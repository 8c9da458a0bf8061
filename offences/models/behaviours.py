"""What a victim would say is happening, and the cards it leads to."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField
from jurisdictions.models import Authority, Citation
from jurisdictions.models.sources import citation_constraints
from offences.models.cards import Offence


class Behaviour(ContentRecord):
    """What a victim would say is happening."""

    review_days = 730

    slug = SlugField(unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in lists."))
    name = models.CharField(_("name"), max_length=160, help_text=_("A victim's sentence."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))
    audience = models.CharField(
        _("helplines for"),
        max_length=10,
        choices=Authority.Audience.choices,
        blank=True,
        help_text=_("Which special helplines the plan names when this happens."),
    )

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("behaviour")
        verbose_name_plural = _("behaviours")

    def __str__(self) -> str:
        return self.name

    def shown_on(self) -> str:
        """Return the address of the first page, which asks what is happening."""
        return reverse("home")


class BehaviourMatch(ContentRecord):
    """Which offence a behaviour may be, how strongly, and why.

    A record of its own, so that a place brings its matches in a file of its own.
    """

    natural_key_fields = ("behaviour__slug", "offence__jurisdiction__slug", "offence__slug")

    class Strength(models.TextChoices):
        """How well the offence fits."""

        STRONG = "strong", _("fits well")
        POSSIBLE = "possible", _("may fit")

    class ImageOf(models.TextChoices):
        """Whose image it must be for the match to hold, where the reader has said so."""

        MINOR = "minor", _("somebody under 18")
        ADULT = "adult", _("an adult")

    behaviour = models.ForeignKey(
        Behaviour,
        verbose_name=_("behaviour"),
        on_delete=models.PROTECT,
        related_name="matches",
        help_text=_("What the victim says is happening."),
    )
    offence = models.ForeignKey(
        Offence,
        verbose_name=_("offence"),
        on_delete=models.PROTECT,
        related_name="matches",
        help_text=_("The card it leads to."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), help_text=_("Strongest first, counted from 1 for each behaviour and place.")
    )
    strength = models.CharField(
        _("strength"), max_length=10, choices=Strength.choices, help_text=_("How well it fits.")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Why it fits, in plain words."))

    stronger = models.CharField(
        _("what makes it stronger"),
        max_length=300,
        blank=True,
        help_text=_("One thing to show or to say. What the offence itself asks for stands on its card."),
    )
    only_with = models.ForeignKey(
        Behaviour,
        verbose_name=_("only with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The match holds only if this happens as well."),
    )
    not_with = models.ForeignKey(
        Behaviour,
        verbose_name=_("not with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The match falls away if this happens as well, since something else fits then."),
    )
    image_of = models.CharField(
        _("image of"),
        max_length=10,
        choices=ImageOf.choices,
        blank=True,
        help_text=_("The match falls away if the reader says that the image shows somebody else. Empty: anybody."),
    )

    class Meta:
        ordering = ("behaviour", "position", "offence")
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [models.UniqueConstraint(fields=("behaviour", "offence"), name="one_match_an_offence")]

    def __str__(self) -> str:
        return f"{self.behaviour} → {self.offence}"


class MatchCitation(Citation):
    """What a match rests on."""

    record = models.ForeignKey(BehaviourMatch, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("match")
