"""The whole guide of a place as one file: it opens from a stick, loads nothing, and runs nothing."""

import hashlib
import re
from base64 import b64encode
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from falseos.codes import VERSION_SYLLABLES, spoken_code
from falseos.rendering import render_block, style_block
from falseos.templatetags.content_tags import translated
from guides import selectors
from jurisdictions.models import Authority, Jurisdiction, Source
from jurisdictions.selectors import authorities_of, channels_of, ladder_of, routes_from
from offences.models import Offence
from offences.selectors import full_cards_of

INTERNAL = re.compile(r'href="(/[^"#]*)(#[^"]*)?"')
BLOCK = (
    "html|head|header|meta|title|body|main|nav|section|h[1-6]|p|ul|ol|li|dl|dt|dd|div|blockquote|"
    "table|thead|tbody|tr|th|td"
)
BLOCK_EDGE = re.compile(rf"\s*(</?(?:{BLOCK})\b[^>]*>)\s*")
SPACES = re.compile(r"\s+")
PROSE = re.compile(r'<div class="prose">(.*?)</div>', re.DOTALL)
# HTML lets these end where the next one starts, or the parent ends.
IMPLIED_END = re.compile(rf"</p>(?=</?(?:{BLOCK})\b)|</li>(?=<li\b|</[ou]l>)|</dt>(?=<d[td]\b)|</dd>(?=<d[td]\b|</dl>)")
# Only values without a slash: HTML takes one at the end of a tag for the value's, some readers for the tag's.
QUOTED = re.compile(r'(?<= )([a-z]+)="([\w#:+-]+)"(?=[^<>]*>)')
# Bytes. What a mail server or an old phone takes without asking.
LARGEST = 248_000
# What a card can leave on the site, the first before the second.
SPARE = ("body", "evidence")
# The file says this once for all its links, in its head.
NO_REFERRER = ' rel="noreferrer noopener"'


class References:
    """The sources of a booklet, numbered in the order of their first mention."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.sources: list[Source] = []

    def number(self, source: Source) -> int:
        """Return the number of a source."""
        if source.pk not in self._numbers:
            self.sources.append(source)
            self._numbers[source.pk] = len(self.sources)
        return self._numbers[source.pk]

    def usual(self) -> str:
        """Return what is known of most sources."""
        known = Counter(source.freshness for source in self.sources).most_common(1)
        return known[0][0] if known else ""


def type_of(card: Offence) -> tuple[str, str]:
    """Return what a card says of its type: the word and the note on it."""
    return card.classification, translated(card, "classification_note")[0]


def shared_types(cards: list[Offence]) -> dict[tuple[str, str], Offence]:
    """Return the types whose note stands on several cards, each with the first of them: it is printed once."""
    counted = Counter(type_of(card) for card in cards if card.classification_note)
    return {type_of(card): card for card in reversed(cards) if counted[type_of(card)] > 1}


@lru_cache
def stylesheet() -> str:
    """Return the booklet's style sheet, without needless space."""
    return SPACES.sub(" ", Path(settings.BASE_DIR, "static/css/booklet.css").read_text(encoding="utf-8")).strip()


def style_hash() -> str:
    """Return the source expression that allows exactly this style sheet, and nothing else inline."""
    return f"'sha256-{b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()}'"


def policy() -> dict[str, list[str] | None]:
    """Return the booklet's own policy: its one style sheet, and nothing from anywhere."""
    kept = {"default-src": ["'none'"], "style-src": [style_hash()], "form-action": ["'none'"], "base-uri": ["'none'"]}
    others = set(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]) - set(kept) - {"frame-ancestors"}
    return kept | dict.fromkeys(others)


def meta_policy() -> str:
    """Return the policy as the file itself carries it: opened from a disk, it has no headers."""
    return f"default-src 'none'; style-src {style_hash()}; form-action 'none'; base-uri 'none'"


def booklet(place: Jurisdiction) -> str:
    """Return a place's booklet as HTML. Raises Guide.DoesNotExist for a place without a guide."""
    left_out: dict[str, set[int]] = {name: set() for name in SPARE}
    context = _context(place, selectors.guide_of(place)) | {"left_out": left_out}
    html = _rendered(context)
    # Small enough to be mailed comes first. As few cards as can be leave their background on the site, then what helps
    # as evidence; none that leads the guide.
    further = [card for _label, cards in context["groups"] for card in cards if card.group != Offence.Group.LEAD]
    spare = [(name, card) for name in SPARE for card in sorted(further, key=lambda card: -_bytes(card, name))]
    while (excess := len(html.encode()) - LARGEST) > 0 and spare:
        while excess > 0 and spare:
            name, card = spare.pop(0)
            excess -= _bytes(card, name)
            left_out[name].add(card.pk)
        html = _rendered(context | {"shortened": len(set.union(*left_out.values()))})
    # The version is that of the words, so that the same words have the same version on every day.
    version = spoken_code(html, VERSION_SYLLABLES)
    return html.replace("§version§", version).replace("§day§", timezone.localdate().isoformat())


def _rendered(context: dict[str, Any]) -> str:
    return _compact(render_to_string("guides/booklet/booklet.html", context | {"references": References()}))


def _bytes(card: Offence, name: str) -> int:
    """Return how many bytes a text of a card takes."""
    return len(render_block(translated(card, name)[0]).encode())


def _standing(card: Offence) -> tuple[Any, ...]:
    """Return what a card's status says."""
    return card.law_status, card.in_force_from, card.law_read_on, card.law_was_read


def _own_police(place: Jurisdiction) -> list[Authority]:
    return [body for body in authorities_of(place, Authority.Kind.POLICE) if body.jurisdiction_id == place.pk]


def _context(place: Jurisdiction, guide: Any) -> dict[str, Any]:
    channels = list(channels_of(place))
    shares_law = place != place.law_place
    cards = list(full_cards_of(place.law_place, *Offence.Group.values))
    usual = Counter(map(_standing, cards)).most_common(1)
    as_usual = [card for card in cards if usual[0] == (_standing(card), usual[0][1])]
    groups = [(group.label, [card for card in cards if card.group == group]) for group in Offence.Group]
    return {
        "place": place,
        "guide": guide,
        "blocks": selectors.blocks_by_name(guide),
        "paper_trail": [channel for channel in channels if channel.stage == channel.Stage.PAPER_TRAIL],
        "national_bodies": [channel for channel in channels if channel.stage == channel.Stage.NATIONAL_BODY],
        "civil_routes": [channel for channel in channels if channel.stage == channel.Stage.CIVIL] if shares_law else [],
        "police": _own_police(place) if shares_law else [],
        "law_place": place.law_place,
        "groups": [(label, found) for label, found in groups if found],
        "as_usual": as_usual,
        "types": shared_types(cards),
        "routes": routes_from(place),
        "ladder": ladder_of(place),
        "oversight_bodies": authorities_of(place, Authority.Kind.OVERSIGHT),
        "support": [
            *authorities_of(place, Authority.Kind.VICTIM_SERVICES),
            *authorities_of(place, Authority.Kind.HELPLINE),
        ],
        "essentials": selectors.essentials(),
        "address": settings.SITE_URL + place.get_absolute_url(),
        "site_url": settings.SITE_URL,
        "policy": meta_policy(),
        "style": style_block(stylesheet()),
        "away": settings.EXIT_URL,
    }


def _compact(html: str) -> str:
    """Return the file without needless space, its links leading into the file itself or to the site's full address."""
    html = PROSE.sub(r"\1", html.replace(NO_REFERRER, ""))
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    # Our own text has no preformatted parts: space is one space, and none at the edge of a block.
    html = BLOCK_EDGE.sub(r"\1", SPACES.sub(" ", html))
    html = INTERNAL.sub(lambda match: f'href="{_target(match, ids)}"', html)
    return QUOTED.sub(r"\1=\2", IMPLIED_END.sub("", html))


def _target(match: re.Match[str], ids: set[str]) -> str:
    path, anchor = match[1], match[2] or ""
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    if "/offences/" in path and f"offence-{slug}" in ids and not anchor:
        return f"#offence-{slug}"
    if anchor and anchor[1:] in ids:
        return anchor
    return settings.SITE_URL + path + anchor
