"""What the case folder brings along of the guide: cards with their elements, ladders, requests and platforms.

All of it loads with the page, so that nothing has to be asked for afterwards.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext

from falseos.templatetags.content_tags import translated
from guides.models import Essential
from guides.selectors import guided_homes, platforms
from jurisdictions.models import EscalationLadder, Jurisdiction, Source
from jurisdictions.selectors import with_sources
from offences.models import Offence, OffenceCitation

# The tool card that a request to keep data rests on, where a place has one.
PRESERVATION = "preservation-demand"


@dataclass(frozen=True)
class Request:
    """A sentence for the officer, and what it rests on in one place; `language` where that stands in English."""

    slug: str
    place: str
    title: str
    words: str
    source: str
    language: str
    url: str
    offence: Offence | None = None


def folder_data() -> dict[str, object]:
    """Return what the page shows to scripts. Seven queries, whatever the number of places."""
    homes = guided_homes()
    cards = _cards(homes)
    ladders = list(
        EscalationLadder.objects.published()
        .filter(jurisdiction__in=homes)
        .select_related("jurisdiction__parent")
        .prefetch_related("rungs")
    )
    essentials = {essential.slug: essential for essential in Essential.objects.published()}
    tools = {card.jurisdiction_id: card for card in cards if card.kind == Offence.Kind.TOOL}
    by_place = {ladder.jurisdiction_id: ladder for ladder in ladders}
    requests = [
        request for home in homes for request in _requests(home, by_place.get(home.pk), tools.get(home.pk), essentials)
    ]
    return {
        "cards": [card for card in cards if card.kind == Offence.Kind.OFFENCE and card.elements.all()],
        "ladders": ladders,
        "requests": requests,
        "platforms": platforms(),
        "sheets": range(6),
    }


def law_source(offence: Offence) -> Source | None:
    """Return the page of the law that a card rests on: its first citation of a statute, or its first."""
    cited = [citation.source for citation in offence.citations.all()]
    return next((source for source in cited if source.kind == Source.Kind.STATUTE), cited[0] if cited else None)


def _cards(homes: list[Jurisdiction]) -> list[Offence]:
    cards = list(
        Offence.objects.published()
        .filter(jurisdiction__in=homes)
        .filter(Q(kind=Offence.Kind.OFFENCE, law_status=Offence.LawStatus.IN_FORCE) | Q(slug=PRESERVATION))
        .select_related("statute", "jurisdiction__parent")
        .prefetch_related("elements", with_sources("citations", OffenceCitation))
        .order_by("jurisdiction__position", "group", "position")
    )
    for card in cards:
        card.law_source = law_source(card)
    return sorted(cards, key=lambda card: list(Offence.Group.values).index(card.group))


def _requests(
    home: Jurisdiction, ladder: EscalationLadder | None, tool: Offence | None, essentials: dict[str, Essential]
) -> list[Request]:
    """Return the formal sentences for one place, each with what it rests on."""
    found = []
    if ladder:
        words = gettext(
            "Please assign an officer to this file, and send me the officer's name and badge number. Please join the "
            "file numbers listed above."
        )
        url = home.get_absolute_url() + "#ladder"
        found.append(_request("assign", home, gettext("Assign an officer"), words, translated(ladder, "name"), url))
    base = tool or essentials.get("platforms")
    if base:
        words = gettext(
            "Please send a preservation request to each platform today, so that data is not lost: {accounts}. Please "
            "tell me the day each platform confirms it, and whether the account holder will be told."
        )
        title = gettext("Preserve the data")
        name = translated(tool, "name") if tool else translated(base, "title")
        found.append(_request("preserve", home, title, words, name, base.get_absolute_url(), tool))
    if "cross-border" in essentials:
        words = gettext(
            "The person or the data is, or may be, in another country. Please pursue help from there: through the "
            "INTERPOL National Central Bureau (NCB), by mutual legal assistance (MLAT) through the Central Authority, "
            "or through the liaison officer or FBI legal attaché (Legat)."
        )
        essential = essentials["cross-border"]
        title = gettext("Ask for help from another country")
        found.append(
            _request("abroad", home, title, words, translated(essential, "title"), essential.get_absolute_url())
        )
    return found


def _request(
    slug: str,
    home: Jurisdiction,
    title: str,
    words: str,
    source: tuple[str, str],
    path: str,
    offence: Offence | None = None,
) -> Request:
    return Request(slug, home.slug, title, words, *source, settings.SITE_URL + path, offence)
