"""Platforms: how to report there, what police must bring, how long data is kept, and who is told."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField
from jurisdictions.models import Citation, Source
from jurisdictions.models.sources import citation_constraints


class Told(models.TextChoices):
    """Whether the other person learns of it."""

    YES = "yes", _("yes, as a rule")
    DEPENDS = "depends", _("it depends")
    NO = "no", _("no")
    NOT_KNOWN = "not_known", _("not known")


class Platform(ContentRecord):
    """A service where people are harassed, and what police can ask of it."""

    # Set by selectors: the routes that readers see, in order.
    shown_routes: "list[PlatformRoute]"

    slug = SlugField(unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in lists."))
    name = models.CharField(_("name"), max_length=80, help_text=_("As people call it."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("What is special about it. Markdown."))
    website = models.ForeignKey(
        Source,
        verbose_name=_("website"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its home page: where readers are sent while a page of it awaits its check."),
    )
    police_portal = models.ForeignKey(
        Source,
        verbose_name=_("page for police"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its portal or guidelines for officers."),
    )
    police_needs = models.TextField(
        _("what police must bring"), blank=True, help_text=_("Who may ask, how, and with what. Markdown.")
    )
    preservation_days = models.PositiveSmallIntegerField(
        _("days kept for police"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How long it holds data once police ask. Empty: not known."),
    )
    renewal_days_before = models.PositiveSmallIntegerField(
        _("renewal asked before"),
        null=True,
        blank=True,
        help_text=_("How many days before the end it wants the renewal asked. Empty: it names none."),
    )
    renewal_note = models.TextField(_("renewal"), blank=True, help_text=_("What it says of renewals. Markdown."))
    told = models.CharField(
        _("told of a police request"),
        max_length=10,
        choices=Told.choices,
        default=Told.NOT_KNOWN,
        help_text=_("Whether it tells the account holder when police ask for data."),
    )
    told_note = models.TextField(_("about telling"), blank=True, help_text=_("When, and what to ask. Markdown."))

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a renewal of something that is not known to be kept."""
        super().clean()
        if self.renewal_days_before is not None and (self.preservation_days or 0) <= self.renewal_days_before:
            raise ValidationError({"renewal_days_before": _("A renewal is asked within the days that data is kept.")})

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("platform", kwargs={"slug": self.slug})


class PlatformCitation(Citation):
    """What the facts about police, keeping and telling rest on."""

    record = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("platform")


class PlatformRoute(ContentRecord):
    """One way to report to a platform. What awaits its check is named to readers without its steps."""

    natural_key_fields = ("platform__slug", "kind")

    class Kind(models.TextChoices):
        """What is reported, in the order of the page. The value is the anchor."""

        POST = "post", _("a post or a video")
        COMMENT = "comment", _("a comment")
        MESSAGE = "message", _("a message")
        ACCOUNT = "account", _("an account")
        IMPERSONATION = "impersonation", _("somebody pretends to be you")
        INTIMATE_IMAGES = "intimate-images", _("intimate images")
        PRIVACY = "privacy", _("private details, doxxing")

    platform = models.ForeignKey(
        Platform,
        verbose_name=_("platform"),
        on_delete=models.PROTECT,
        related_name="routes",
        help_text=_("Where it is reported."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("What is reported."))
    steps = models.TextField(_("steps"), help_text=_("Who may report and how. Markdown."))
    link = models.ForeignKey(
        Source,
        verbose_name=_("page or form"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Where to start."),
    )
    told = models.CharField(
        _("will they be told"),
        max_length=10,
        choices=Told.choices,
        default=Told.NOT_KNOWN,
        help_text=_("Whether the other person learns of the report."),
    )
    told_note = models.TextField(_("about telling"), blank=True, help_text=_("When, and what they learn. Markdown."))

    class Meta:
        ordering = ("platform", "kind")
        verbose_name = _("way to report to a platform")
        verbose_name_plural = _("ways to report to platforms")
        constraints = [models.UniqueConstraint(fields=("platform", "kind"), name="one_platform_route_a_kind")]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_kind_display()}"

    def shown_on(self) -> str:
        """Return its place on the page of its platform."""
        return f"{self.platform.get_absolute_url()}#{self.kind}"


class PlatformRouteCitation(Citation):
    """What a way to report rests on."""

    record = models.ForeignKey(PlatformRoute, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("platform_route")
