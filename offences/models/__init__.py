"""Records about the law; one module a subject."""

from offences.models.behaviours import Behaviour, BehaviourMatch
from offences.models.cards import Offence, OffenceCitation, OffenceElement
from offences.models.statutes import OfficialWording, Statute

__all__ = [
    "Behaviour",
    "BehaviourMatch",
    "Offence",
    "OffenceCitation",
    "OffenceElement",
    "OfficialWording",
    "Statute",
]
