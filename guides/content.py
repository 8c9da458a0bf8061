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
    Spec(SlugAlias, "aliases"),
]
