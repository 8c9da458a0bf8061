"""How a case reaches somebody in another country, and the treaties behind it.

A page for two countries is computed from the destination's row and the home's row; pairs are never stored, except
where one pair needs words of its own.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from falseos.base_models import ContentRecord, SlugField, Status
from jurisdictions.models.places import Jurisdiction
from jurisdictions.models.sources import Citation, citation_constraints
from jurisdictions.models.told import WillTheyBeTold


class CrossBorderRoute(ContentRecord):
    """What one country offers somebody abroad (destination only), or what to do first at home (home only)."""

    # Set by selectors: the address of the page for one home and this destination.
    pair_url: str

    slug = SlugField(unique=True)
    home = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("home"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="routes_out",
        help_text=_("Where the reader lives. Empty: for every home."),
    )
    destination = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("destination"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="routes_in",
        help_text=_("Where the other person is. Empty: for every destination."),
    )
    title = models.CharField(_("title"), max_length=160, help_text=_("If the person is in the United States."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("Markdown."))
    lay_terms = models.TextField(_("victims' words"), blank=True, help_text=_("One a line; for search."))

    class Meta:
        ordering = ("slug",)
        verbose_name = _("cross-border route")
        verbose_name_plural = _("cross-border routes")
        constraints = [
            models.UniqueConstraint(fields=("home", "destination"), name="one_route_a_pair"),
            models.UniqueConstraint(
                fields=("destination",), condition=models.Q(home=None), name="one_route_a_destination"
            ),
            models.UniqueConstraint(fields=("home",), condition=models.Q(destination=None), name="one_route_a_home"),
            models.CheckConstraint(
                condition=models.Q(home=None) | models.Q(destination=None) | ~models.Q(home=models.F("destination")),
                name="a_route_leads_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def shown_on(self) -> str:
        """Return the address of a page for two places that has this row in it: the first home's where it names none."""
        home = self.home or next((h for h in homes() if self.destination not in (h, h.parent or h)), None)
        if home is None:
            return reverse("home")
        if self.destination is None:
            return home.address("harasser-abroad")
        return home.address("harasser-in", destination=self.destination.slug)

    def clean(self) -> None:
        """Refuse a route from nowhere to nowhere."""
        super().clean()
        if self.home is None and self.destination is None and self.slug != "abroad":
            raise ValidationError({"destination": _("A route names a home, a destination or both.")})


def homes() -> models.QuerySet[Jurisdiction]:
    """Return the places from which a route leads abroad, in order. One query."""
    return (
        Jurisdiction.objects.published()
        .filter(routes_out__status=Status.PUBLISHED, routes_out__destination=None)
        .select_related("parent")
    )


class RouteCitation(Citation):
    """What a route as a whole rests on."""

    record = models.ForeignKey(CrossBorderRoute, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("route")


class RouteStep(WillTheyBeTold):
    """One step of a route, and who can take it."""

    natural_key_fields = ("route__slug", "slug")

    class Stage(models.TextChoices):
        """Where in the plan the step stands."""

        HOME_FIRST = "home_first", _("First, at home")
        LEVER = "lever", _("Fastest lever there")
        SELF_FILE = "self_file", _("What you can file yourself")
        REACH = "reach", _("How the case reaches them")
        OFFICER_ASK = "officer_ask", _("What only your officer can ask for")
        LIAISON = "liaison", _("Liaison")
        CAVEAT = "caveat", _("What it cannot do")

    class Filer(models.TextChoices):
        """Who may take the step."""

        YOU = "you", _("you")
        OFFICER = "officer", _("your officer")
        PROSECUTOR = "prosecutor", _("the prosecutor")
        COURT = "court", _("a court")
        NOBODY = "nobody", _("nobody: good to know")

    route = models.ForeignKey(CrossBorderRoute, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Counted from 1."))
    slug = SlugField()
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, help_text=_("Where it stands."))
    filed_by = models.CharField(_("filed by"), max_length=12, choices=Filer.choices, help_text=_("Who may do it."))
    title = models.CharField(_("title"), max_length=160, help_text=_("What the step is."))
    action = models.CharField(_("do this"), max_length=300, blank=True, help_text=_("One line, verb first."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("Markdown."))
    body = models.TextField(_("full text"), blank=True, help_text=_("Markdown."))

    class Meta:
        ordering = ("position",)
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=("route", "position"), name="one_step_a_position"),
            models.UniqueConstraint(fields=("route", "slug"), name="one_step_a_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class StepCitation(Citation):
    """What a step rests on."""

    record = models.ForeignKey(RouteStep, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("step")


class Treaty(ContentRecord):
    """What two states have agreed on, or the statute that takes a treaty's place."""

    review_days = 730

    class Kind(models.TextChoices):
        """What sort of instrument it is."""

        BILATERAL_MLAT = "bilateral_mlat", _("bilateral mutual legal assistance treaty (MLAT)")
        CONVENTION = "convention", _("convention")
        STATUTE = "statute", _("statute")
        INFORMAL = "informal", _("no treaty: letters rogatory and comity")

    slug = SlugField(unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("What sort it is."))
    name = models.CharField(_("name"), max_length=200, help_text=_("Its usual name."))
    summary = models.TextField(_("short version"), blank=True, help_text=_("What it is good for. Markdown."))

    class Meta:
        ordering = ("kind", "slug")
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")

    def __str__(self) -> str:
        return self.name

    def shown_on(self) -> str:
        """Return the address of the first page for two places that shows it; of the sources where none does."""
        parties = self.parties.all()
        if self.kind != self.Kind.INFORMAL:
            parties = parties.filter(standing=TreatyParty.Standing.PARTY)
        states = {party.jurisdiction_id for party in parties}
        there = Jurisdiction.objects.published().filter(routes_in__status=Status.PUBLISHED, routes_in__home=None)
        for home in homes():
            country = home.parent or home
            for other in there if country.pk in states else ():
                if other != country and (self.kind == self.Kind.STATUTE or other.pk in states):
                    return home.address("harasser-in", destination=other.slug)
        return reverse("sources")


class TreatyCitation(Citation):
    """What the statement about a treaty rests on."""

    record = models.ForeignKey(Treaty, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citation_constraints("treaty")


class TreatyParty(models.Model):
    """How one state stands to a treaty, and since when."""

    class Standing(models.TextChoices):
        """How a state stands to it."""

        PARTY = "party", _("party")
        SIGNATORY = "signatory", _("signed, not ratified")
        NOT_PARTY = "not_party", _("not a party")

    treaty = models.ForeignKey(Treaty, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Counted from 1."))
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("state"),
        on_delete=models.PROTECT,
        related_name="treaties",
        help_text=_("The state."),
    )
    standing = models.CharField(
        _("standing"), max_length=12, choices=Standing.choices, help_text=_("How it stands to the treaty.")
    )
    in_force_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("For this state. Never guess it.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("One sentence."))

    class Meta:
        ordering = ("position",)
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=("treaty", "jurisdiction"), name="one_standing_a_state"),
            models.CheckConstraint(
                condition=models.Q(in_force_from=None) | models.Q(standing="party"),
                name="only_a_party_has_an_in_force_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treaty}: {self.jurisdiction}"
