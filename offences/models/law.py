"""Where a card and the law's own text no longer agree."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from offences.models.cards import Offence
from offences.models.statutes import OfficialWording, Statute


class LawFinding(models.Model):
    """One difference between a card, or the wording shown on it, and the consolidation that `check_law` read last."""

    class What(models.TextChoices):
        """What differs."""

        WORDING = "wording", _("wording")
        HISTORY = "history", _("history of the section")
        IN_FORCE = "in_force", _("in force")
        MAXIMUM = "maximum", _("maximum penalty")
        MODE = "mode", _("mode of trial")
        MISSING = "missing", _("section not found")

    statute = models.ForeignKey(
        Statute,
        verbose_name=_("statute"),
        on_delete=models.CASCADE,
        related_name="findings",
        help_text=_("The Act that was read."),
    )
    section_number = models.CharField(_("section number"), max_length=20, help_text=_("Bare: 264."))
    card = models.ForeignKey(
        Offence,
        verbose_name=_("card"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="findings",
        help_text=_("The card that says something else. Empty: only the wording shown on cards differs."),
    )
    wording = models.ForeignKey(
        OfficialWording,
        verbose_name=_("official wording"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="findings",
        help_text=_("The wording that reads differently."),
    )
    what = models.CharField(_("what"), max_length=10, choices=What.choices, help_text=_("What differs."))
    message = models.CharField(_("in words"), max_length=500, help_text=_("What an editor should look at."))
    difference = models.TextField(
        _("difference"), blank=True, help_text=_("Line by line: “-” our record, “+” the consolidation.")
    )
    consolidated_to = models.DateField(_("consolidated to"), help_text=_("Day of the consolidation that was read."))
    found_at = models.DateTimeField(_("found"), help_text=_("When it was found first."))
    settled_at = models.DateTimeField(
        _("settled"), null=True, blank=True, help_text=_("When an editor said that the card is right all the same.")
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who said so."),
    )

    class Meta:
        ordering = ("statute", "section_number", "what")
        verbose_name = _("law change")
        verbose_name_plural = _("law changes")

    def __str__(self) -> str:
        return f"s. {self.section_number}: {self.message}"
