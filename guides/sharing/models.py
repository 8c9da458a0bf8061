"""Former slugs, so that an address once given out leads on for good."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField


class SlugAlias(ContentRecord):
    """A former slug and the one that took its place. Every address with the former one redirects, permanently."""

    natural_key_fields = ("kind", "scope", "former")

    class Kind(models.TextChoices):
        """What had the former slug."""

        PLACE = "place", _("place: a country, nation, province or territory")
        CARD = "card", _("offence card")
        ESSENTIAL = "essential", _("essential")
        PLATFORM = "platform", _("platform")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, help_text=_("What had the former slug."))
    scope = SlugField(
        _("place"), blank=True, help_text=_("For a card: the slug of the place it belongs to. Otherwise empty.")
    )
    former = SlugField(_("former slug"), help_text=_("As it stood in addresses."))
    current = SlugField(_("current slug"), help_text=_("What it is called today. Another alias may lead on from it."))

    class Meta:
        ordering = ("kind", "scope", "former")
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [
            models.UniqueConstraint(fields=("kind", "scope", "former"), name="one_alias_a_former_slug"),
            models.CheckConstraint(condition=~models.Q(former=models.F("current")), name="an_alias_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.current}"

    def clean(self) -> None:
        """Refuse a card without its place, and a place for anything else."""
        super().clean()
        if (self.kind == self.Kind.CARD) != bool(self.scope):
            raise ValidationError({"scope": _("A card's alias names the place; no other alias does.")})
