"""Records about places; one module a subject."""

from jurisdictions.models.authorities import Authority, AuthorityCitation, Municipality, MunicipalityCitation, Phone
from jurisdictions.models.channels import ChannelCitation, ReportingChannel
from jurisdictions.models.ladders import EscalationLadder, LadderCitation, LadderRung, RungCitation
from jurisdictions.models.places import Jurisdiction, JurisdictionCitation
from jurisdictions.models.routes import (
    CrossBorderRoute,
    RouteCitation,
    RouteStep,
    StepCitation,
    Treaty,
    TreatyCitation,
    TreatyParty,
)
from jurisdictions.models.sources import Citation, Source, Support
from jurisdictions.models.told import Told, WillTheyBeTold
from jurisdictions.models.version import ContentVersion

__all__ = [
    "Authority",
    "AuthorityCitation",
    "ChannelCitation",
    "Citation",
    "ContentVersion",
    "CrossBorderRoute",
    "EscalationLadder",
    "Jurisdiction",
    "JurisdictionCitation",
    "LadderCitation",
    "LadderRung",
    "Municipality",
    "MunicipalityCitation",
    "Phone",
    "ReportingChannel",
    "RouteCitation",
    "RouteStep",
    "RungCitation",
    "Source",
    "StepCitation",
    "Support",
    "Told",
    "Treaty",
    "TreatyCitation",
    "TreatyParty",
    "WillTheyBeTold",
]
