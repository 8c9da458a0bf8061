"""The guide as data: it says what readers see, in the form that its schema promises."""

import csv
import io
import json

import jsonschema
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from guides.models import Edition
from guides.opendata.edition import document, keep_edition
from guides.opendata.shapes import data_specs
from jurisdictions.models import Phone, Source
from offences.models import Offence

pytestmark = pytest.mark.django_db

FILES = ["/data/guide.json", "/data/offences.csv", "/data/sources.csv", "/api/v1/offences", "/api/v1/"]


@pytest.fixture
def guide(client):
    return json.loads(client.get("/data/guide.json").content)


def test_the_document_is_what_its_schema_says(client, guide):
    schema = json.loads(client.get("/data/guide.schema.json").content)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(guide)
    assert schema["$id"] == guide["$schema"]
    spoiled = guide | {"offences": [{**guide["offences"][0], "surprise": 1}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoiled, schema)


def test_the_document_has_every_published_record(guide):
    for spec in data_specs():
        if spec.model is not Source:
            assert len(guide[spec.folder]) == spec.model._default_manager.filter(status="published").count()
    card = next(each for each in guide["offences"] if each["key"] == "canada/criminal-harassment")
    assert card["address"] == "https://falseos.test/canada/offences/criminal-harassment/"
    assert card["short_address"] == "https://falseos.test/c/gusorela/"
    assert card["sources"][0]["source"] == "criminal-code-s-264"


def test_references_lead_to_records_of_the_document(guide):
    keys = {(spec.model, record["key"]) for spec in data_specs() for record in guide[spec.folder]}
    for spec in data_specs():
        for record in guide[spec.folder]:
            for name, column in spec.columns.items():
                if not column.is_relation:
                    continue
                for key in record[name] if column.many_to_many else [record[name]]:
                    assert key is None or (column.related_model, key) in keys, f"{record['key']}: {name}"


def test_nothing_for_editors_and_nothing_unseen_is_given_out(client):
    source = Source.objects.exclude(status="published").exclude(status__in=["draft", "retired"]).first()
    phone = Phone.objects.exclude(status="published").first()
    text = json.dumps(document())
    for name in ("editor_note", "loaded_state", '"doubt"', '"status"'):
        assert name not in text
    if source and not source.is_home_page:
        assert f'"{source.url_en}"' not in text
    if phone:
        assert f'"{phone.tel}"' not in text


def test_a_version_names_a_content():
    before = Edition.objects.get()
    keep_edition()
    assert Edition.objects.get().version == before.version
    Offence.objects.filter(slug="extortion").update(status="awaiting_check")
    keep_edition()
    after = Edition.objects.get()
    assert after.version != before.version
    assert "canada/extortion" not in [offence["key"] for offence in json.loads(after.body)["offences"]]


@pytest.mark.parametrize("spec", data_specs(), ids=lambda spec: spec.folder)
def test_each_kind_is_a_table(client, guide, spec):
    response = client.get(f"/data/{spec.folder}.csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["key"] for row in rows] == [record["key"] for record in guide[spec.folder]]
    if spec.folder == "offences":
        assert json.loads(rows[0]["sources"]) == guide["offences"][0]["sources"]


@pytest.mark.parametrize("address", FILES)
def test_data_is_open_and_answers_304(client, address):
    response = client.get(address)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.parametrize(
    "address",
    [
        *FILES, "/data/guide.schema.json", "/api/v1/jurisdictions", "/api/v1/channels", "/api/v1/ladders",
        "/api/v1/routes", "/api/v1/sources", "/api/v1/offences/canada/extortion", "/api/v1/openapi.json", "/data/",
    ],
)  # fmt: skip
def test_data_costs_at_most_five_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        if response.streaming:
            response.getvalue()
    assert response.status_code == 200
    assert len(queries) <= 5


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/offences?limit=0", 422, "bad_parameters"),
        ("/api/v1/offences?limit=many", 422, "bad_parameters"),
        ("/api/v1/offences?offset=-1", 422, "bad_parameters"),
        ("/api/v1/offences?jurisdiction=Not%20A%20Slug", 422, "bad_parameters"),
        ("/api/v1/offences?jurisdictions=canada", 422, "bad_parameters"),
        ("/api/v1/sources?kind=rumour", 422, "bad_parameters"),
        ("/api/v1/offences?jurisdiction=atlantis", 404, "not_found"),
        ("/api/v1/offences/canada/nothing", 404, "not_found"),
        ("/api/v1/offences/canada/NOTHING", 422, "bad_parameters"),
        ("/api/v1/ladders/nothing", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v2/", 404, "not_found"),
        ("/api/", 404, "not_found"),
        ("/data/nope.csv", 404, "not_found"),
        ("/data/offences.json", 404, "not_found"),
        ("/data/nothing/at/all", 404, "not_found"),
        ("/data/offences.csv?limit=foo", 422, "bad_parameters"),
        ("/data/guide.json?x=1", 422, "bad_parameters"),
    ],
)
def test_mistakes_are_answered_in_the_apis_own_form(client, address, status, code):
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/json")
    error = json.loads(response.content)["error"]
    assert error["code"] == code
    assert error["message"].endswith((".", "/"))
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/api/v1/offences", "/data/offences.csv", "/data/guide.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_writing_is_refused_in_the_apis_own_form(client, address, method):
    response = client.generic(method, address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("address", ["/api/v1/offences", "/api/v1/", "/data/offences.csv", "/data/guide.json"])
def test_a_browser_that_asks_first_may_read(client, address):
    """A page of another site that sends If-None-Match makes its browser ask first."""
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    response = client.options(address, headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "*"
    assert not response.cookies


def test_pages_are_not_opened_to_other_sites(client):
    for address in ("/data/", "/fr/data/", "/canada/", "/data", "/databank/"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers
        assert client.options(address).status_code == 405


def test_lists_can_be_narrowed_and_paged(client):
    everything = json.loads(client.get("/api/v1/offences?limit=100").content)
    assert everything["count"] == Offence.objects.published().count()
    assert len(everything["items"]) == 100
    canada = json.loads(client.get("/api/v1/offences?jurisdiction=canada&limit=100").content)
    assert canada["count"] == 42
    second = json.loads(client.get("/api/v1/offences?jurisdiction=canada&limit=1&offset=1").content)
    assert second["items"] == [canada["items"][1]]
    routes = json.loads(client.get("/api/v1/routes?destination=united-states").content)
    assert [route["destination"] for route in routes["items"]] == ["united-states"]


def test_the_page_of_the_interface_has_every_operation_and_no_foreign_script(client):
    text = client.get("/data/").content.decode()
    described = json.loads(client.get("/api/v1/openapi.json").content)
    assert described["servers"] == [{"url": "https://falseos.test"}]
    for path in described["paths"]:
        assert f"GET {path}" in text
    assert "<script src" not in text
    assert "//cdn" not in text


def test_before_the_first_publication_there_is_no_data(client):
    Edition.objects.all().delete()
    assert client.get("/data/guide.json").status_code == 404
    assert client.get("/data/offences.csv").status_code == 404
    response = client.get("/api/v1/offences")
    assert response.status_code == 503
    assert json.loads(response.content)["error"]["code"] == "unavailable"


# --- every operation against its description, with made-up input ------------------------------------------------


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_interface_keeps_its_description(mode):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 13
    tried = 0
    for operation in operations:
        cases = operation.as_strategy(generation_mode=mode)

        @given(case=cases)
        @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_described(case):
            nonlocal tried
            tried += 1
            # The in-process transport does not unpack.
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        try:
            answers_as_described()
        except Unsatisfiable:
            # An operation without parameters cannot be called wrongly.
            assert mode == GenerationMode.NEGATIVE
            assert operation.path.endswith("/v1/")
    assert tried > 200
