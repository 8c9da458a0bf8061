"""The frame of a home guide, essentials, single pages, platforms, and answers to a brush-off."""

from guides.models.answers import BrushOff, BrushOffCitation
from guides.models.guides import BlockCitation, Essential, EssentialCitation, Guide, GuideBlock, Page
from guides.models.platforms import Platform, PlatformCitation, PlatformRoute, PlatformRouteCitation, Told
from guides.opendata.models import Edition
from guides.sharing.models import SlugAlias

__all__ = [
    "BlockCitation",
    "BrushOff",
    "BrushOffCitation",
    "Edition",
    "Essential",
    "EssentialCitation",
    "Guide",
    "GuideBlock",
    "Page",
    "Platform",
    "PlatformCitation",
    "PlatformRoute",
    "PlatformRouteCitation",
    "SlugAlias",
    "Told",
]
