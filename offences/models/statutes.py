"""Statutes and the law's own words."""

import datetime
import re

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField, Status, not_in_future
from jurisdictions.models import Jurisdiction, Source


class Statute(ContentRecord):
    """An Act that offences stand in."""

    slug = SlugField(unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="statutes",
        help_text=_("Whose law it is."),
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("Its short title: Criminal Code."))
    citation = models.CharField(_("citation"), max_length=120, blank=True, help_text=_("R.S.C. 1985, c. C-46."))
    website = models.ForeignKey(
        Source,
        verbose_name=_("official text"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Where its text is published."),
    )

    class Meta:
        ordering = ("jurisdiction", "slug")
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")

    def __str__(self) -> str:
        return self.name

    def shown_on(self) -> str:
        """Return the address of the first card that stands in it; of the sources where there is none."""
        card = self.offences.filter(status=Status.PUBLISHED).order_by("group", "position").first()
        return card.get_absolute_url() if card else reverse("sources")


class OfficialWording(ContentRecord):
    """The law's own words: one section as a consolidation prints it."""

    review_days = 180
    needs_second_editor = ("section_number", "text")

    slug = SlugField(unique=True)
    statute = models.ForeignKey(
        Statute,
        verbose_name=_("statute"),
        on_delete=models.PROTECT,
        related_name="wordings",
        help_text=_("The Act it stands in."),
    )
    section_number = models.CharField(_("section number"), max_length=20, help_text=_("Bare: 264."))
    heading = models.CharField(_("heading"), max_length=300, blank=True, help_text=_("The official margin note."))
    text = models.TextField(_("text"), help_text=_("The official wording, unchanged. Markdown."))
    consolidated_to = models.DateField(
        _("consolidated to"),
        validators=[not_in_future],
        help_text=_("Date of the consolidation that was read."),
    )
    law_changed_note = models.CharField(
        _("note on changes"), max_length=300, blank=True, help_text=_("For example: not in force.")
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The section on the official site."),
    )

    class Meta:
        ordering = ("statute", "slug")
        verbose_name = _("official wording")
        verbose_name_plural = _("official wordings")
        constraints = [models.UniqueConstraint(fields=("statute", "section_number"), name="one_wording_a_section")]

    def __str__(self) -> str:
        return f"s. {self.section_number}"

    def shown_on(self) -> str:
        """Return the address of the first card that names the section; of the sources where none does."""
        number = rf"^{re.escape(self.section_number)}($|[^0-9.])"
        cards = self.statute.offences.filter(status=Status.PUBLISHED, section_number__regex=number)
        card = cards.order_by("group", "position").first()
        return card.get_absolute_url() if card else reverse("sources")

    @property
    def last_checked(self) -> datetime.date:
        """The later of the two: the day of the consolidation it was read in, or of a look at the site."""
        return max(self.consolidated_to, self.checked_on or self.consolidated_to)
