"""Offence cards: one offence, court order, police tool or topic each."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, Depths, SlugField, not_in_future
from falseos.codes import spoken_code
from jurisdictions.models import Citation, Jurisdiction, Source
from jurisdictions.models.sources import Support, citation_constraints
from offences.models.statutes import OfficialWording, Statute


class Offence(ContentRecord, Depths):
    """One card: an offence, a court order, a tool of the police, or a topic that no single offence covers."""

    natural_key_fields = ("jurisdiction__slug", "slug")
    review_days = 180
    # The penalty and the section, and what says whether, since when and as what they hold.
    needs_second_editor = (
        "maximum",
        "section",
        "section_number",
        "statute",
        "classification",
        "classification_note",
        "law_status",
        "in_force_from",
        "in_force_until",
        "law_changed_on",
        "earlier_rule",
    )

    class Group(models.TextChoices):
        """Where the card stands in the list."""

        LEAD = "lead", _("leads the guide")
        FURTHER = "further", _("further offences")
        ORDER = "order", _("court orders")
        TOOL = "tool", _("tools for your officer")

    class Kind(models.TextChoices):
        """What the card is about."""

        OFFENCE = "offence", _("offence")
        ORDER = "order", _("court order")
        TOOL = "tool", _("investigative tool")
        TOPIC = "topic", _("topic")

    class Classification(models.TextChoices):
        """How serious the law says it is, and who decides."""

        HYBRID = "hybrid", _("hybrid offence")
        INDICTABLE = "indictable", _("indictable offence")
        SUMMARY = "summary", _("summary conviction offence")
        EITHER_WAY = "either_way", _("either-way offence")
        SOLEMN_OR_SUMMARY = "solemn_or_summary", _("solemn or summary procedure")
        FELONY = "felony", _("felony")
        MISDEMEANOUR = "misdemeanour", _("misdemeanour")
        DEPENDS = "depends", _("depends on the offence used")
        UNDERLYING = "underlying", _("follows the underlying offence")
        COURT_ORDER = "court_order", _("court order")
        SENTENCING_ORDER = "sentencing_order", _("order made at sentencing")
        INVESTIGATIVE_TOOL = "investigative_tool", _("investigative tool")
        CIVIL = "civil", _("civil claim")
        NOT_IN_FORCE = "not_in_force", _("not in force")
        OTHER = "other", _("see the note")

    class LawStatus(models.TextChoices):
        """Whether somebody can be charged today."""

        IN_FORCE = "in_force", _("in force")
        NOT_IN_FORCE = "not_in_force", _("enacted, not in force")
        UNENFORCEABLE = "unenforceable", _("in the statute, but struck down by courts")
        NO_OFFENCE = "no_offence", _("no offence of its own")

    # Set by selectors: the official wording of the card's section.
    wordings: list[OfficialWording]
    # Set by selectors: the page of the law it rests on.
    law_source: Source | None

    slug = SlugField()
    short_code = models.CharField(
        _("short code"),
        max_length=12,
        unique=True,
        blank=True,
        editable=False,
        help_text=_("Of its short address /c/<code>/. Computed once from place and slug, then it stays."),
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="offences",
        help_text=_("Whose law it is."),
    )
    statute = models.ForeignKey(
        Statute,
        verbose_name=_("statute"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offences",
        help_text=_("The Act it stands in."),
    )
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, help_text=_("Where it is listed."))
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Order within the group."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, help_text=_("What the card is about."))
    name = models.CharField(_("name"), max_length=160, help_text=_("What police and Crown call it."))
    section = models.CharField(_("section"), max_length=200, help_text=_("As it is printed: s. 264."))
    section_number = models.CharField(
        _("section number"), max_length=20, blank=True, help_text=_("Bare, for look-ups: 264.")
    )
    content_note = models.CharField(
        _("content note"),
        max_length=200,
        blank=True,
        help_text=_("Said before the card where it touches on sexual, violent or suicidal acts."),
    )
    classification = models.CharField(
        _("classification"),
        max_length=20,
        choices=Classification.choices,
        help_text=_("How serious the law says it is."),
    )
    classification_note = models.TextField(
        _("classification explained"), blank=True, help_text=_("In plain words. Markdown.")
    )
    maximum = models.TextField(
        _("maximum penalty"),
        blank=True,
        help_text=_("Today's. Empty when only a third party's copy was read."),
    )
    law_status = models.CharField(
        _("status of the law"),
        max_length=20,
        choices=LawStatus.choices,
        help_text=_("Whether it can be charged today."),
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True, help_text=_("Of today's rule."))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("If it has ended."))
    law_changed_on = models.DateField(_("law changed on"), null=True, blank=True, help_text=_("The last change."))
    law_changed_by = models.CharField(
        _("law changed by"), max_length=120, blank=True, help_text=_("S.C. 2026, c. 19, s. 27.")
    )
    law_read_on = models.DateField(
        _("law as of"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("Date of the consolidation that was read. Empty: an undated copy."),
    )
    law_support = models.CharField(
        _("how the law was read"),
        max_length=20,
        choices=Support.choices,
        default=Support.PAGE_READ,
        help_text=_("A third party's copy, or nothing seen, allows no maximum."),
    )
    earlier_rule = models.TextField(
        _("earlier rule"), blank=True, help_text=_("What conduct before the change is judged by. Markdown.")
    )
    evidence = models.TextField(_("evidence that helps"), blank=True, help_text=_("Stop signs first. Markdown."))
    say = models.TextField(_("words to say"), blank=True, help_text=_("To police, in the first person. Markdown."))
    caution = models.TextField(_("caution"), blank=True, help_text=_("The limit of this card. Markdown."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))
    related = models.ManyToManyField(
        "self",
        verbose_name=_("related cards"),
        blank=True,
        symmetrical=False,
        help_text=_("Cards to read as well."),
    )

    class Meta:
        ordering = ("jurisdiction", "group", "position")
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        constraints = [
            models.UniqueConstraint(fields=("jurisdiction", "slug"), name="one_offence_a_slug"),
            models.CheckConstraint(
                condition=models.Q(in_force_until=None)
                | models.Q(in_force_from=None)
                | models.Q(in_force_until__gte=models.F("in_force_from")),
                name="an_offence_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.section})"

    def clean(self) -> None:
        """Refuse an earlier rule without the change, and a maximum without the text it was read in."""
        super().clean()
        if self.earlier_rule and not (self.law_changed_on or self.law_changed_by):
            raise ValidationError({"law_changed_on": _("An earlier rule needs the day, or the Act, of the change.")})
        if self.is_published and self.maximum and not self.law_was_read:
            raise ValidationError(
                {"maximum": _("A maximum is printed only when the official text of the law was read.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new card its short code."""
        if not self.short_code:
            others = set(Offence._default_manager.values_list("short_code", flat=True))
            self.short_code = spoken_code("/".join(self.natural_key()), taken=others)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the card's own page."""
        return self.jurisdiction.address("offence", slug=self.slug)

    @property
    def law_was_read(self) -> bool:
        """Whether somebody read the official text, or a true copy of the page it stands on."""
        return self.law_support == Support.PAGE_READ

    @property
    def last_checked(self) -> datetime.date | None:
        """The later of the two: the card compared with its pages, or with the consolidation."""
        return max(filter(None, (self.checked_on, self.law_read_on)), default=None)

    @property
    def anchor(self) -> str:
        """The card's anchor in its guide."""
        return f"offence-{self.slug}"


class OffenceElement(models.Model):
    """One thing that must be shown."""

    offence = models.ForeignKey(Offence, on_delete=models.CASCADE, related_name="elements")
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Counted from 1."))
    text = models.TextField(_("text"), help_text=_("One element, in plain words. Inline Markdown."))

    class Meta:
        ordering = ("position",)
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        constraints = [models.UniqueConstraint(fields=("offence", "position"), name="one_element_a_position")]

    def __str__(self) -> str:
        return f"{self.position}. {self.text[:60]}"


class OffenceCitation(Citation):
    """What a card rests on."""

    record = models.ForeignKey(Offence, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("offence")
