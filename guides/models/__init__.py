"""The frame of a home guide, the essentials that are the same everywhere, single pages, and platforms."""

from guides.models.guides import BlockCitation, Essential, EssentialCitation, Guide, GuideBlock, Page
from guides.models.platforms import Platform, PlatformCitation, PlatformRoute, PlatformRouteCitation, Told

__all__ = [
    "BlockCitation",
    "Essential",
    "EssentialCitation",
    "Guide",
    "GuideBlock",
    "Page",
    "Platform",
    "PlatformCitation",
    "PlatformRoute",
    "PlatformRouteCitation",
    "Told",
]
