"""The frame of a home guide, the essentials that are the same everywhere, single pages, and answers to a brush-off."""

from guides.models.answers import BrushOff, BrushOffCitation
from guides.models.guides import BlockCitation, Essential, EssentialCitation, Guide, GuideBlock, Page

__all__ = [
    "BlockCitation",
    "BrushOff",
    "BrushOffCitation",
    "Essential",
    "EssentialCitation",
    "Guide",
    "GuideBlock",
    "Page",
]
