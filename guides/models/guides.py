"""The frame of a home guide, the essentials that are the same everywhere, and single pages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, Depths, SlugField
from jurisdictions.models import Citation, Jurisdiction
from jurisdictions.models.sources import citation_constraints


class Guide(ContentRecord):
    """The step-by-step guide of one home."""

    # Set by `guide_of`.
    has_answers: bool

    slug = SlugField(unique=True)
    jurisdiction = models.OneToOneField(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="guide",
        help_text=_("Where its reader lives."),
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("Heading of the page."))
    promise = models.CharField(
        _("promise"), max_length=200, blank=True, help_text=_("What the guide gives, in a line.")
    )
    summary = models.TextField(_("short version"), blank=True, help_text=_("Markdown."))

    class Meta:
        ordering = ("jurisdiction",)
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return self.title


class GuideBlock(Depths):
    """One block of a guide: its heading and the words around the records it shows."""

    natural_key_fields = ("guide__slug", "slug")

    class Slug(models.TextChoices):
        """The blocks of a home guide. The value is the block's anchor, which links rely on."""

        URGENT = "urgent", _("urgent")
        STEP_1 = "step-1", _("step 1: paper trail")
        STEP_2 = "step-2", _("step 2: national body")
        OFFENCES = "offences", _("offences")
        DOXXING = "doxxing", _("doxxing")
        RECORDING = "recording", _("recording calls")
        PROTECTION = "protection", _("protection orders")
        ABROAD = "abroad", _("the person is abroad")
        LADDER = "ladder", _("escalation ladder")
        OVERSIGHT = "oversight", _("oversight bodies")
        HELPLINES = "helplines", _("helplines")
        ESSENTIALS = "essentials", _("essentials")

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Counted from 1."))
    slug = models.CharField(_("block"), max_length=20, choices=Slug.choices, help_text=_("Also its anchor."))
    title = models.CharField(_("title"), max_length=160, help_text=_("Heading of the block."))

    class Meta:
        ordering = ("position",)
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=("guide", "slug"), name="one_block_a_slug"),
            models.UniqueConstraint(fields=("guide", "position"), name="one_block_a_position"),
        ]

    def __str__(self) -> str:
        return self.title


class BlockCitation(Citation):
    """What a block rests on."""

    record = models.ForeignKey(GuideBlock, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("block")


class Essential(ContentRecord, Depths):
    """What is the same for everyone, wherever they live."""

    slug = SlugField(unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in lists."))
    title = models.CharField(_("title"), max_length=160, help_text=_("Heading of the page."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("essential")
        verbose_name_plural = _("essentials")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("essential", kwargs={"slug": self.slug})


class EssentialCitation(Citation):
    """What an essential rests on."""

    record = models.ForeignKey(Essential, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("essential")


class Page(ContentRecord):
    """A page about the site itself: about, privacy."""

    slug = SlugField(unique=True)
    title = models.CharField(_("title"), max_length=120, help_text=_("Heading of the page."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("Markdown."))
    body = models.TextField(_("full text"), help_text=_("Markdown."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))

    class Meta:
        ordering = ("slug",)
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title

    def shown_on(self) -> str:
        """Return the address of its page; raises NoReverseMatch where the table of addresses has none for it."""
        return reverse(self.slug)
