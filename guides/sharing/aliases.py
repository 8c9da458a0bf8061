"""Leads from a former address to today's, at once and for good: one redirect, however often a slug has changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse

from falseos.codes import spoken_code
from guides.sharing.models import SlugAlias
from offences.models import Offence

Kind = SlugAlias.Kind
Handler = Callable[[HttpRequest], HttpResponse]

PLACE_SEGMENTS = ("country", "part", "destination", "place")
CARD_NAMES = ("offence", "part-offence")
TITLED = "/titled/"


def former_addresses(get_response: Handler) -> Handler:
    """Redirect an address that is not there but once was. Costs one query, and only where the answer is 404."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 404 and (address := todays_address(request.path_info)):
            return HttpResponsePermanentRedirect(address)
        return response

    return middleware


def todays_address(path: str) -> str | None:
    """Return today's address for one with a former slug; None for any other. One query."""
    if TITLED in path:
        language, _, rest = path.partition(TITLED)
        inner = todays_address(f"{language}/{rest}")
        return language + TITLED + inner[len(language) + 1 :] if inner else None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    segments = {name: value for name, value in match.kwargs.items() if isinstance(value, str)}
    if not segments or match.namespaces:
        return None
    aliases = _aliases()
    renamed = {name: _follow(aliases, Kind.PLACE, "", value) for name, value in _only(segments, PLACE_SEGMENTS)}
    if match.url_name in CARD_NAMES:
        place = renamed.get("part") or renamed["country"]
        renamed["slug"] = _follow(aliases, Kind.CARD, place, segments["slug"])
    elif match.url_name in (Kind.ESSENTIAL, Kind.PLATFORM):
        renamed["slug"] = _follow(aliases, match.url_name, "", segments["slug"])
    today = segments | renamed
    return reverse(match.url_name, kwargs=today) if match.url_name and today != segments else None


def _aliases() -> dict[tuple[str, str, str], str]:
    rows = SlugAlias.objects.published().values_list("kind", "scope", "former", "current")
    return {(kind, scope, former): current for kind, scope, former, current in rows}


def _follow(aliases: dict[tuple[str, str, str], str], kind: str, scope: str, slug: str) -> str:
    """Return the last slug of a chain of aliases; a ring ends where it started."""
    seen = {slug}
    while (following := aliases.get((kind, scope, slug))) and following not in seen:
        slug = following
        seen.add(slug)
    return slug


def _only(segments: dict[str, str], names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, segments[name]) for name in names if name in segments]


def card_by_code(code: str) -> Offence | None:
    """Return the published card that a short code names, a renamed one too. At most three queries."""
    cards = Offence._default_manager.select_related("jurisdiction__parent")
    offence = cards.filter(short_code=code).first()
    if offence and offence.is_published:
        return offence
    if offence:
        former = (offence.jurisdiction.slug, offence.slug)
    else:
        # A database made anew never had the record; its code is still the one of its former name.
        former = next((key[1:] for key in _aliases() if spoken_code("/".join(key[1:])) == code), ("", ""))
    current = _follow(_aliases(), Kind.CARD, *former)
    return cards.filter(jurisdiction__slug=former[0], slug=current, status="published").first()
