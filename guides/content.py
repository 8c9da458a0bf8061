"""What this app loads from the fixtures, in the order in which references point backwards."""

from falseos.content.spec import ChildSpec, Spec
from guides import models
from guides.sharing.models import SlugAlias
from jurisdictions.content import sources_of

SPECS = [
    Spec(
        models.Guide,
        "guides",
        children={"blocks": ChildSpec(models.GuideBlock, "guide", "blocks", children=sources_of(models.BlockCitation))},
        cites=("blocks",),
    ),
    Spec(models.Essential, "essentials", children=sources_of(models.EssentialCitation), cites=("record",)),
    Spec(models.Page, "pages"),
    Spec(models.Platform, "platforms", children=sources_of(models.PlatformCitation), cites=("record",)),
    Spec(models.PlatformRoute, "platform-routes", children=sources_of(models.PlatformRouteCitation), cites=("record",)),
    Spec(models.BrushOff, "brush-offs", children=sources_of(models.BrushOffCitation), cites=("record",)),
    Spec(SlugAlias, "aliases"),
]
