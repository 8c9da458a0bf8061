"""Police services, regulators, oversight bodies and helplines, and their numbers."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField, Status
from jurisdictions.models.places import Jurisdiction
from jurisdictions.models.sources import (
    Citation,
    Source,
    Support,
    Verified,
    citation_constraints,
    validate_tel,
)
from jurisdictions.names import keys_of


class Authority(ContentRecord):
    """A body that a reader or an officer turns to."""

    class Kind(models.TextChoices):
        """What the body does."""

        POLICE = "police", _("police service")
        NATIONAL_BODY = "national_body", _("national body")
        REGULATOR = "regulator", _("regulator")
        OVERSIGHT = "oversight", _("oversight body")
        HELPLINE = "helpline", _("helpline")
        CENTRAL_AUTHORITY = "central_authority", _("central authority")
        NCB = "ncb", _("INTERPOL National Central Bureau")
        COURT = "court", _("court or tribunal")
        VICTIM_SERVICES = "victim_services", _("victim services")

    class TakesThreats(models.TextChoices):
        """Whether an online form takes threats and harassment. Most official forms do not."""

        YES = "yes", _("yes")
        NO = "no", _("no")
        NOT_KNOWN = "not_known", _("not known")

    class Audience(models.TextChoices):
        """Whom a helpline is there for, as the plan asks it. Empty is everybody."""

        YOUNG = "young", _("children and young people")
        PARTNER = "partner", _("people hurt by a partner, an ex or family")
        STALKED = "stalked", _("people who are stalked")
        IMAGES = "images", _("people whose intimate images are shared")
        IDENTITY = "identity", _("people whose identity or account was stolen")
        DESPAIR = "despair", _("people in a crisis, or who think of suicide")
        HATE = "hate", _("people attacked for who they are")
        SEXUAL = "sexual", _("people hurt by sexual violence")
        INDIGENOUS = "indigenous", _("Indigenous people")

    # Set by the plan: the numbers that readers may see.
    shown_phones: "list[Phone]"

    slug = SlugField(unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="authorities",
        help_text=_("The place it serves."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("What the body does."))
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in lists."))
    name = models.CharField(_("name"), max_length=160, help_text=_("Its own name."))
    role = models.TextField(_("role"), blank=True, help_text=_("What it does and does not do. Markdown."))
    website = models.ForeignKey(
        Source,
        verbose_name=_("website"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its own site."),
    )
    threats_online = models.CharField(
        _("takes threats online"),
        max_length=10,
        choices=TakesThreats.choices,
        default=TakesThreats.NOT_KNOWN,
        help_text=_("Whether its online form takes threats and harassment."),
    )
    online_form = models.ForeignKey(
        Source,
        verbose_name=_("online form"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The page where one files online."),
    )
    online_note = models.TextField(
        _("about the online form"), blank=True, help_text=_("What it takes and what it refuses. Markdown.")
    )
    overseen_by = models.ForeignKey(
        "self",
        verbose_name=_("overseen by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="oversees",
        help_text=_("The body that takes complaints about how its officers acted."),
    )
    deadline = models.CharField(
        _("time limit"), max_length=200, blank=True, help_text=_("For a complaint. Only where a source gives one.")
    )
    audience = models.CharField(
        _("whom it is for"),
        max_length=10,
        choices=Audience.choices,
        blank=True,
        help_text=_("The plan shows it to them first. Empty: everybody."),
    )
    languages = models.CharField(_("languages"), max_length=160, blank=True, help_text=_("In which it answers."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))

    class Meta:
        ordering = ("jurisdiction", "kind", "position", "slug")
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")

    def __str__(self) -> str:
        return self.name

    def shown_on(self) -> str:
        """Return the address of its place's guide; of the first part's where only the parts have one."""
        homes = self.jurisdiction.parts.filter(status=Status.PUBLISHED, routes_out__status=Status.PUBLISHED)
        place = homes.order_by("position", "slug").first() or self.jurisdiction
        return place.get_absolute_url()


class AuthorityCitation(Citation):
    """What the description of a body rests on."""

    record = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("authority")


class Phone(Verified):
    """A number that readers may be told to call. A wrong one harms somebody, so each says where it was read."""

    review_days = 180
    needs_second_editor = ("number", "tel", "authority")

    slug = SlugField(unique=True)
    authority = models.ForeignKey(
        Authority,
        verbose_name=_("authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="phones",
        help_text=_("Whose number it is."),
    )
    number = models.CharField(_("number"), max_length=30, help_text=_("As it is printed: 1-888-495-8501."))
    tel = models.CharField(_("dial"), max_length=16, validators=[validate_tel], help_text=_("As a phone dials it."))
    label = models.CharField(_("label"), max_length=120, blank=True, help_text=_("Who answers."))
    hours = models.CharField(_("hours"), max_length=160, blank=True, help_text=_("With the time zone."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The page on which the number was read."),
    )

    class Meta:
        ordering = ("slug",)
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()

    def shown_on(self) -> str:
        """Return the address of a guide that gives the number; of the sources where none does."""
        if self.authority:
            return self.authority.shown_on()
        channel = self.channels.filter(status=Status.PUBLISHED).first()
        return channel.jurisdiction.get_absolute_url() if channel else reverse("sources")

    def clean(self) -> None:
        """Refuse to publish a number that was neither read nor found in two independent places."""
        super().clean()
        enough = self.checked_on or self.support in (Support.PAGE_READ, Support.TWO_SOURCES)
        if self.is_published and not enough:
            raise ValidationError({"status": _("A number is published once it was read on an official page.")})
        if self.is_published and self.source is None:
            raise ValidationError({"source": _("A published number names the page on which it was read.")})


class Municipality(ContentRecord):
    """A town, and the police service that a named source says polices it. The finder knows no other."""

    review_days = 730

    slug = SlugField(unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="municipalities",
        help_text=_("The province or territory it lies in."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("Its own name, with its accents."))
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One a line: former, short and local names. Not translated.")
    )
    keys = models.TextField(
        _("keys"), blank=True, editable=False, help_text=_("Its names as the finder compares them. Computed.")
    )
    police = models.ManyToManyField(
        Authority,
        verbose_name=_("police"),
        related_name="municipalities",
        help_text=_("The service that polices it; several where a source names several."),
    )

    class Meta:
        ordering = ("jurisdiction", "slug")
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name

    def shown_on(self) -> str:
        """Return the address on which the finder answers with this town."""
        country = self.jurisdiction.law_place.slug
        return f"{reverse('police', kwargs={'country': country})}?{urlencode({'place': self.name})}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it with its keys."""
        self.keys = keys_of([self.name_en, self.name_fr, *(self.other_names or "").splitlines()])  # type: ignore[attr-defined]
        super().save(*args, **kwargs)


class MunicipalityCitation(Citation):
    """What shows who polices a town."""

    record = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("municipality")
