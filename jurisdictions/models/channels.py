"""Ways to report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, Depths, SlugField
from jurisdictions.models.authorities import Authority, Phone
from jurisdictions.models.places import Jurisdiction
from jurisdictions.models.sources import Citation, Source, citation_constraints
from jurisdictions.models.told import WillTheyBeTold


class ReportingChannel(ContentRecord, Depths, WillTheyBeTold):
    """One way to report: what it takes, what it refuses, and where it is."""

    review_days = 180
    needs_second_editor = ("phone",)

    class Stage(models.TextChoices):
        """The step of the guide it belongs to."""

        PAPER_TRAIL = "paper_trail", _("step 1: paper trail")
        NATIONAL_BODY = "national_body", _("step 2: national body")
        CIVIL = "civil", _("civil route: a court or tribunal, without police")
        OTHER = "other", _("other")

    # Its online form and its police service answer the same question.
    TakesThreats = Authority.TakesThreats

    slug = SlugField(unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="channels",
        help_text=_("Where it may be used."),
    )
    authority = models.ForeignKey(
        Authority,
        verbose_name=_("authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="channels",
        help_text=_("Who receives the report."),
    )
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage.choices, help_text=_("The step of the guide it stands in.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=_("Order within the step."))
    name = models.CharField(_("name"), max_length=200, help_text=_("What it is called."))
    limits = models.TextField(_("limits"), blank=True, help_text=_("What it does not do or does not take. Markdown."))
    link = models.ForeignKey(
        Source,
        verbose_name=_("where to file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The page where one files."),
    )
    phone = models.ForeignKey(
        Phone,
        verbose_name=_("phone"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="channels",
        help_text=_("The number to call, if there is one for everybody."),
    )
    threats_online = models.CharField(
        _("takes threats online"),
        max_length=10,
        choices=TakesThreats.choices,
        default=TakesThreats.NOT_KNOWN,
        help_text=_("Whether the online form takes threats and harassment."),
    )

    class Meta:
        ordering = ("jurisdiction", "stage", "position")
        verbose_name = _("reporting channel")
        verbose_name_plural = _("reporting channels")

    def __str__(self) -> str:
        return self.name

    @property
    def public_phone(self) -> Phone | None:
        """The number, once it may be printed."""
        return self.phone if self.phone and self.phone.is_published else None


class ChannelCitation(Citation):
    """What a channel's description rests on."""

    record = models.ForeignKey(ReportingChannel, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("channel")
