"""The interface for reading: `/api/v1/`. It answers from the stored edition, so it shows what the site shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field, create_model

from guides.opendata.edition import current_data
from guides.opendata.shapes import LICENCE, record_shape

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=80)]
MOST_ITEMS = 100
SourceKind = Literal["statute", "official", "guidance", "platform", "news"]


class Problem(Schema):
    """What was wrong, for a program and for a person."""

    code: str = Field(description="Stays the same: not_found, bad_parameters, method_not_allowed.")
    message: str = Field(description="A sentence in English.")


class Failure(Schema):
    """The form of every answer that is not the one asked for."""

    error: Problem


class Paging(Schema):
    """Which part of a long list."""

    limit: int = Field(50, ge=1, le=MOST_ITEMS, description="How many records at most.")
    offset: int = Field(0, ge=0, le=100_000, description="How many records to leave out at the start.")


class Index(Schema):
    """What there is, and in which version."""

    version: str = Field(description="Code of the content: the same content has the same code.")
    day: str = Field(description="The day on which the guide first said this here.")
    licence: str
    documentation: str
    kinds: dict[str, str] = Field(description="Address of the list of each kind.")


@dataclass(frozen=True)
class Kind:
    """One kind of record: its name in addresses, its folder in the data, and what a list can be narrowed by."""

    name: str
    folder: str
    singular: str
    filters: dict[str, Any] = field(default_factory=dict)
    # An offence is named by its place and its slug; everything else by its slug.
    of_a_place: bool = False


PLACE = {"jurisdiction": (Slug | None, Field(None, description="Slug of a jurisdiction: only what belongs to it."))}
KINDS = [
    Kind("jurisdictions", "jurisdictions", "jurisdiction"),
    Kind("offences", "offences", "offence", PLACE, of_a_place=True),
    Kind("channels", "channels", "channel", PLACE),
    Kind("ladders", "ladders", "ladder", PLACE),
    Kind(
        "routes",
        "routes",
        "route",
        {
            name: (Slug | None, Field(None, description=f"Slug of a jurisdiction: only routes with this {name}."))
            for name in ("home", "destination")
        },
    ),
    Kind("sources", "sources", "source", {"kind": (SourceKind | None, Field(None, description="Only this kind."))}),
]

api = NinjaAPI(
    title="FalseOS",
    version="1",
    description=f"The guide's records for reading. Texts in English and French. Licence: {LICENCE}",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
    servers=[{"url": settings.SITE_URL}],
)


@api.get("/", response=Index, summary="What there is", operation_id="index", tags=["guide"])
def index(request: HttpRequest) -> dict[str, Any]:
    """Return the version of the data and the address of each list."""
    data = _data()
    root = f"{settings.SITE_URL}/api/v1"
    return {
        "version": data["version"],
        "day": data["day"],
        "licence": data["licence"],
        "documentation": f"{settings.SITE_URL}/data/",
        "kinds": {kind.name: f"{root}/{kind.name}" for kind in KINDS},
    }


def _add(kind: Kind) -> None:
    """Add the list and the record of one kind."""
    record = record_shape(kind.folder)
    page = create_model(
        f"{record.__name__}List",
        __base__=Schema,
        version=(str, Field(description="Code of the content.")),
        licence=(str, Field(description="Licence of the guide's own text.")),
        count=(int, Field(description="How many records there are in all.")),
        items=(list[record], Field(description="The records.")),  # type: ignore[valid-type]
    )
    asked = create_model(f"{record.__name__}Query", __base__=Paging, **kind.filters)
    failures = {404: Failure, 405: Failure, 422: Failure}

    @api.get(
        f"/{kind.name}",
        response={200: page, **failures},
        summary=f"List {kind.name}",
        operation_id=f"list_{kind.name}",
        tags=[kind.name],
    )
    def listing(request: HttpRequest, query: Query[asked]) -> dict[str, Any]:  # type: ignore[valid-type]
        return _listing(request, kind, query)

    if kind.of_a_place:

        @api.get(
            f"/{kind.name}/{{place}}/{{slug}}",
            response={200: record, **failures},
            summary=f"Read one {kind.singular}",
            operation_id=f"read_{kind.singular}",
            tags=[kind.name],
        )
        def reading_of_a_place(request: HttpRequest, place: Path[Slug], slug: Path[Slug]) -> dict[str, Any]:
            return _record(request, kind, f"{place}/{slug}")

    else:

        @api.get(
            f"/{kind.name}/{{slug}}",
            response={200: record, **failures},
            summary=f"Read one {kind.singular}",
            operation_id=f"read_{kind.singular}",
            tags=[kind.name],
        )
        def reading(request: HttpRequest, slug: Path[Slug]) -> dict[str, Any]:
            return _record(request, kind, slug)


def _data() -> dict[str, Any]:
    data = current_data()
    if not data:
        raise HttpError(503, "The data has not been published yet.")
    return data


def _listing(request: HttpRequest, kind: Kind, query: Any) -> dict[str, Any]:
    _refuse_unknown(request, {*kind.filters, "limit", "offset"})
    data = _data()
    found = data[kind.folder]
    for name in kind.filters:
        if (wanted := getattr(query, name)) is None:
            continue
        if name != "kind" and wanted not in {place["key"] for place in data["jurisdictions"]}:
            raise Http404(f"There is no jurisdiction {wanted}.")
        found = [record for record in found if record[name] == wanted]
    return {
        "version": data["version"],
        "licence": data["licence"],
        "count": len(found),
        "items": found[query.offset : query.offset + query.limit],
    }


def _record(request: HttpRequest, kind: Kind, key: str) -> dict[str, Any]:
    _refuse_unknown(request, set())
    for record in _data()[kind.folder]:
        if record["key"] == key:
            return dict(record)
    raise Http404(f"There is no {kind.singular} {key}.")


def _refuse_unknown(request: HttpRequest, known: set[str]) -> None:
    """Refuse a parameter that does nothing: whoever sends it believes that it does."""
    if unknown := sorted(set(request.GET) - known):
        raise HttpError(422, f"There is no parameter {', '.join(unknown)}.")


for _kind in KINDS:
    _add(_kind)


def failure(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """Answer in the API's own form."""
    return api.create_response(request, {"error": {"code": code, "message": message}}, status=status)


@api.exception_handler(ValidationError)
def bad_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which parameter is wrong, and how. What was sent is not repeated."""
    problems = [f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors]
    return failure(request, 422, "bad_parameters", "; ".join(problems) + ".")


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say what is wrong."""
    code = "bad_parameters" if error.status_code == 422 else "unavailable"
    return failure(request, error.status_code, code, str(error))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Say that there is no such record."""
    return failure(request, 404, "not_found", str(error) or "There is nothing here.")


def api_not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every address under /api/ that is none of the interface's."""
    return failure(request, 404, "not_found", f"There is nothing here. Start at {settings.SITE_URL}/api/v1/")


@dataclass(frozen=True)
class Operation:
    """One operation for the page that explains the interface."""

    path: str
    summary: str
    parameters: list[dict[str, str]]


def operations() -> Iterator[Operation]:
    """Yield every operation out of the OpenAPI description, so that page and description cannot differ.

    The description itself stays English for programs; its sentences are translated here, for the page.
    """
    for path, methods in api.get_openapi_schema()["paths"].items():
        described = methods["get"]
        parameters = [
            {
                "name": parameter["name"],
                "place": gettext(parameter["in"]),
                "description": _said(parameter.get("description") or parameter["schema"].get("description", "")),
            }
            for parameter in described.get("parameters", [])
        ]
        yield Operation(path, _said(described["summary"]), parameters)


def _said(text: str) -> str:
    # gettext of an empty text is the catalogue's own head.
    return gettext(text) if text else ""
