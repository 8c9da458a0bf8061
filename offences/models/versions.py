"""What a card said, and from which day: so that a printed sheet can be compared with the card of today."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from offences.models.cards import Offence


class CardVersion(models.Model):
    """One state of a card as readers saw it. Written when a card changes, never changed and never deleted.

    `content` holds the card's parts by name for each language: {"en": {"maximum": "10 years"}, "fr": {...}}.
    """

    offence = models.ForeignKey(Offence, on_delete=models.CASCADE, related_name="versions")
    code = models.CharField(
        _("version code"), max_length=12, help_text=_("Computed from the content. The same words give the same code.")
    )
    day = models.DateField(_("since"), help_text=_("The day on which the card first said this here."))
    content = models.JSONField(_("content"), help_text=_("What the card said, part by part, in each language."))

    class Meta:
        ordering = ("offence", "pk")
        verbose_name = _("version of a card")
        verbose_name_plural = _("versions of cards")
        indexes = [models.Index(fields=("offence", "code"), name="version_of_a_card")]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        """The code on a printed sheet: the card's, a hyphen, the version's."""
        return f"{self.offence.short_code}-{self.code}"
