"""What this app loads from the fixtures, in the order in which references point backwards."""

from falseos.content.spec import ChildSpec, Spec
from jurisdictions.content import sources_of
from offences import models

SPECS = [
    Spec(models.Statute, "statutes"),
    Spec(
        models.Offence,
        "offences",
        children={
            "elements": ChildSpec(models.OffenceElement, "offence", "elements", short="text_en"),
            **sources_of(models.OffenceCitation),
        },
        cites=("record",),
    ),
    Spec(models.Behaviour, "behaviours"),
    Spec(models.BehaviourMatch, "matches", children=sources_of(models.MatchCitation), cites=("record",)),
    Spec(models.OfficialWording, "wording"),
]
