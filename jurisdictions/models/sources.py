"""Official pages, what is known of each, and the citation that ties a statement to one."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField

https_only = URLValidator(schemes=["https"], message=_("An address that starts with https://."))


class Support(models.TextChoices):
    """How far a fact or an address is supported, best first."""

    PAGE_READ = "page_read", _("seen on a copy of the page")
    PATTERN = "pattern", _("follows a confirmed address scheme")
    TWO_SOURCES = "two_sources", _("two independent pages agree")
    SECONDARY_READ = "secondary_read", _("read in a third party's copy")
    KNOWLEDGE = "knowledge", _("general knowledge, not seen")
    UNVERIFIED = "unverified", _("not verified")


class Verified(ContentRecord):
    """What is known of an address or a number, and since when.

    Three states reach readers: checked live, read in a copy, awaiting check.
    """

    support = models.CharField(
        _("support"),
        max_length=20,
        choices=Support.choices,
        default=Support.UNVERIFIED,
        help_text=_("How it was found. Decides whether it may be printed."),
    )
    read_year = models.PositiveSmallIntegerField(
        _("year of the copy"),
        null=True,
        blank=True,
        help_text=_("Of the copy that was read. Empty: undated."),
    )

    class Meta:
        abstract = True

    @property
    def freshness(self) -> str:
        """Say in words what is known, in the reader's language."""
        if self.checked_on:
            day = {"day": date_format(self.checked_on, "DATE_FORMAT")}
            if self.is_overdue:
                return gettext("checked live on %(day)s, being re-checked") % day
            return gettext("checked live on %(day)s") % day
        if self.support in (Support.PAGE_READ, Support.PATTERN, Support.TWO_SOURCES, Support.SECONDARY_READ):
            if self.read_year:
                return gettext("read in a copy of %(year)s, not yet checked live") % {"year": self.read_year}
            return gettext("read in an undated copy, not yet checked live")
        return gettext("awaiting check")


class Source(Verified):
    """An official page that statements rest on.

    An address that has not been seen is not printed: readers get the home page of the same site instead.
    """

    class Kind(models.TextChoices):
        """What sort of page it is."""

        STATUTE = "statute", _("law")
        OFFICIAL = "official", _("official page")
        GUIDANCE = "guidance", _("guidance")
        PLATFORM = "platform", _("platform page")
        NEWS = "news", _("news")

    slug = SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200, help_text=_("As the page names itself, or what it is."))
    publisher = models.CharField(_("publisher"), max_length=120, help_text=_("Whose page it is."))
    url = models.CharField(_("address"), max_length=500, validators=[https_only], help_text=_("https only."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.OFFICIAL,
        help_text=_("What sort of page it is."),
    )
    doubt = models.TextField(_("doubt"), blank=True, help_text=_("What an editor should look at. Never printed."))

    class Meta:
        ordering = ("slug",)
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})"

    def shown_on(self) -> str:
        """Return the address of the list of its kind."""
        return reverse("source-list", kwargs={"kind": self.kind})

    def clean(self) -> None:
        """Refuse to publish a deep address that nobody has seen."""
        super().clean()
        if self.is_published and not (self.may_print_address or self.is_home_page):
            raise ValidationError(
                {"status": _("A deep address is published once it has been read or follows a confirmed scheme.")}
            )

    @property
    def is_home_page(self) -> bool:
        """Whether the address is a site's front page, which is safe to print on any support."""
        parts = urlsplit(self.url)
        return parts.path in ("", "/") and not parts.query

    @property
    def may_print_address(self) -> bool:
        """Whether the deep address itself may be printed."""
        return bool(self.checked_on) or self.support in (Support.PAGE_READ, Support.PATTERN)

    @property
    def public_url(self) -> str:
        """The address readers get: this page, or its site's home page while the page awaits its check."""
        if self.is_published:
            return self.url
        parts = urlsplit(self.url)
        return f"https://{parts.netloc}/"

    @property
    def awaits_check(self) -> bool:
        """Whether readers are sent to the home page because the page itself has not been seen."""
        return not self.is_published


class Citation(models.Model):
    """One statement's tie to one source. Each cited model has a table of its own, so the database holds the tie."""

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The page that shows it."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=120,
        blank=True,
        help_text=_("Where on the page: “s. 264(2)”. Not translated."),
    )
    supports = models.CharField(_("supports"), max_length=300, blank=True, help_text=_("What the source shows."))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order in the list."))

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.source_id} {self.locator}".strip()


def citation_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the constraint that a record cites a source at a place only once."""
    return [models.UniqueConstraint(fields=("record", "source", "locator"), name=f"{name}_cites_once")]


validate_tel = RegexValidator(r"^\+?[0-9]{3,15}$", _("Digits as a phone dials them: +18884958501 or 911."))
