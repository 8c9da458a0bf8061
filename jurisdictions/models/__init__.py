"""Records about places; one module a subject."""

from jurisdictions.models.authorities import Authority, AuthorityCitation, Municipality, MunicipalityCitation, Phone
from jurisdictions.models.channels import ChannelCitation, ReportingChannel
from jurisdictions.models.checks import (
    BROKEN,
    FAILURES_FOR_AN_ALARM,
    AddressState,
    CheckEvent,
    CheckRun,
    Language,
    PhoneState,
    ReviewItem,
    TextChange,
    Verdict,
)
from jurisdictions.models.desk import ReaderFlag, TranslationState
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
    "BROKEN",
    "FAILURES_FOR_AN_ALARM",
    "AddressState",
    "Authority",
    "AuthorityCitation",
    "ChannelCitation",
    "CheckEvent",
    "CheckRun",
    "Citation",
    "ContentVersion",
    "CrossBorderRoute",
    "EscalationLadder",
    "Jurisdiction",
    "JurisdictionCitation",
    "LadderCitation",
    "LadderRung",
    "Language",
    "Municipality",
    "MunicipalityCitation",
    "Phone",
    "PhoneState",
    "ReaderFlag",
    "ReportingChannel",
    "ReviewItem",
    "RouteCitation",
    "RouteStep",
    "RungCitation",
    "Source",
    "StepCitation",
    "Support",
    "TextChange",
    "Told",
    "TranslationState",
    "Treaty",
    "TreatyCitation",
    "TreatyParty",
    "Verdict",
    "WillTheyBeTold",
]
