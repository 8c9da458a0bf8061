"""Countries, nations, provinces and territories."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField
from jurisdictions.models.sources import Citation, citation_constraints, validate_tel


class Jurisdiction(ContentRecord):
    """A place with law of its own: a country, a nation of the United Kingdom, a province or a territory."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        COUNTRY = "country", _("country")
        NATION = "nation", _("nation")
        PROVINCE = "province", _("province")
        TERRITORY = "territory", _("territory")

    needs_second_editor = ("emergency_number", "emergency_note")

    # Set by selectors: the address of the place's guide, if it has one.
    guide_url: str | None
    # Set by the plan: whether somebody may live there, as far as the guide goes.
    is_home: bool
    # Set by the plan: whether a page for two countries leads there.
    is_destination: bool
    has_guide: bool

    slug = SlugField(unique=True)
    code = models.CharField(_("code"), max_length=6, unique=True, help_text=_("ISO 3166: CA, CA-ON, GB-SCT."))
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind.choices,
        default=Kind.COUNTRY,
        help_text=_("What sort of place."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The country it is part of."),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("As it stands alone: United Kingdom."))
    name_in_text = models.CharField(
        _("name in a sentence"),
        max_length=80,
        blank=True,
        help_text=_("With its article: the United Kingdom."),
    )
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=10,
        blank=True,
        validators=[validate_tel],
        help_text=_("911, 999, 000."),
    )
    emergency_note = models.TextField(
        _("about the emergency number"), blank=True, help_text=_("Text, relay, remote areas. Markdown.")
    )
    policing = models.TextField(
        _("who investigates"),
        blank=True,
        help_text=_("Which police serve this part of a country, and how its law differs. Markdown."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in lists."))

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="country", parent=None)
                | ~models.Q(kind="country") & models.Q(parent__isnull=False),
                name="a_country_has_no_parent_and_a_part_has_one",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the tree two deep: a part lies in a country."""
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("A part lies in a country, not in another part.")})

    @property
    def law_place(self) -> "Jurisdiction":
        """The place whose criminal law holds here: provinces and territories share their country's."""
        return self.parent if self.parent and self.kind in (self.Kind.PROVINCE, self.Kind.TERRITORY) else self

    @property
    def number_to_call(self) -> str:
        """The emergency number that answers here: its own, else its country's; "" where its own note says otherwise."""
        if self.emergency_number or self.emergency_note or not self.parent:
            return self.emergency_number
        return self.parent.emergency_number

    def address_parts(self) -> dict[str, str]:
        """Return the place's segments as the address table names them."""
        if self.parent:
            return {"country": self.parent.slug, "part": self.slug}
        return {"country": self.slug}

    def address(self, name: str, **more: str) -> str:
        """Return one of this place's addresses by its name in falseos/urls.py, without the `part-` prefix."""
        parts = self.address_parts()
        prefix = "part-" if "part" in parts else ""
        return reverse(prefix + name, kwargs=parts | more)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this place's guide and the guide itself: names and paths, the first page first."""
        places = [self.parent, self] if self.parent else [self]
        guides = [(str(place.name), place.get_absolute_url()) for place in places]
        return [("FalseOS", reverse("home")), *guides]

    def get_absolute_url(self) -> str:
        """Return the address of the place's guide."""
        return self.address("guide")


class JurisdictionCitation(Citation):
    """What a place's emergency number rests on."""

    record = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("jurisdiction")
