"""Records about the law; one module a subject."""

from offences.models.behaviours import Behaviour, BehaviourMatch, MatchCitation
from offences.models.cards import Offence, OffenceCitation, OffenceElement
from offences.models.law import LawFinding
from offences.models.statutes import OfficialWording, Statute
from offences.models.versions import CardVersion

__all__ = [
    "Behaviour",
    "BehaviourMatch",
    "CardVersion",
    "LawFinding",
    "MatchCitation",
    "Offence",
    "OffenceCitation",
    "OffenceElement",
    "OfficialWording",
    "Statute",
]
