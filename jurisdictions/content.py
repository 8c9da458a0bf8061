"""What this app loads from the fixtures, in the order in which references point backwards."""

from falseos.content.spec import ChildSpec, Spec
from jurisdictions import models


def sources_of(citation: type[models.Citation]) -> dict[str, ChildSpec]:
    """Return the `sources` list of a record whose citations have this table."""
    return {"sources": ChildSpec(citation, parent="record", related_name="citations", short="source")}


SPECS = [
    Spec(models.Source, "sources"),
    Spec(models.Jurisdiction, "jurisdictions", children=sources_of(models.JurisdictionCitation)),
    Spec(models.Authority, "authorities", children=sources_of(models.AuthorityCitation)),
    Spec(models.Phone, "phones"),
    Spec(models.Municipality, "municipalities", children=sources_of(models.MunicipalityCitation), cites=("record",)),
    Spec(models.ReportingChannel, "channels", children=sources_of(models.ChannelCitation), cites=("record",)),
    Spec(
        models.EscalationLadder,
        "ladders",
        children={
            "rungs": ChildSpec(models.LadderRung, "ladder", "rungs", children=sources_of(models.RungCitation)),
            **sources_of(models.LadderCitation),
        },
        cites=("rungs",),
    ),
    Spec(
        models.CrossBorderRoute,
        "routes",
        children={
            "steps": ChildSpec(models.RouteStep, "route", "steps", children=sources_of(models.StepCitation)),
            **sources_of(models.RouteCitation),
        },
        cites=("record", "steps"),
    ),
    Spec(
        models.Treaty,
        "treaties",
        children={
            "parties": ChildSpec(models.TreatyParty, "treaty", "parties"),
            **sources_of(models.TreatyCitation),
        },
        cites=("record",),
    ),
]
