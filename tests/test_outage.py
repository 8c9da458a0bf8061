"""Without a database: readers get their pages or a calm word, editors are told what is wrong, and nothing pretends."""

import json
import logging
import sys

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from falseos import views
from falseos.logs import OneLine, WithoutRequest
from falseos.outage import current_outage

SAID = [
    ("database or disk is full", "full"), ("could not extend file: No space left on device", "full"),
    ("attempt to write a readonly database", "readonly"),
    ("cannot execute INSERT in a read-only transaction", "readonly"),
    ("database is locked", "locked"), ("deadlock detected", "locked"), ("unable to open database file", "gone"),
    ("connection refused", "gone"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), SAID)
def test_what_a_database_says_is_understood(words, kind):
    try:
        raise OperationalError(words)
    except OperationalError:
        assert current_outage() == kind
    assert current_outage() == ""


@pytest.mark.parametrize("fault", [OperationalError, DatabaseError, InterfaceError])
@pytest.mark.parametrize(("words", "kind"), SAID[:6:2])
def test_editors_are_told_and_readers_are_not_bothered(db, rf, fault, words, kind):
    told = {
        "full": b"disk of the database is full",
        "readonly": b"but not written",
        "locked": b"Another task holds the database",
    }
    try:
        raise fault(words)
    except fault:
        for_editors = views.server_error(rf.get("/admin/"))
        for_readers = views.server_error(rf.get("/canada/"))
    assert for_editors.status_code == for_readers.status_code == 503
    assert told[kind] in for_editors.content
    assert told[kind] not in for_readers.content
    for page in (for_editors, for_readers):
        assert b'id="exit"' in page.content
        assert b"911" in page.content
        assert words.encode() not in page.content


def gone(*arguments, **details):
    raise OperationalError("unable to open database file")


def test_the_desk_says_plainly_what_is_wrong(db, monkeypatch, admin_client):
    client = Client(raise_request_exception=False)
    client.cookies = admin_client.cookies
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        response = client.get("/admin/")
    assert response.status_code == 503
    assert "The database does not answer" in response.content.decode()


def test_health_does_not_ask_and_readiness_does(db, client, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        answers = [client.get("/healthz"), client.get("/readyz")]
    assert [answer.status_code for answer in answers] == [200, 503]
    for answer in [*answers, client.get("/readyz")]:
        assert answer.headers["CDN-Cache-Control"] == "no-store"


def test_a_log_line_is_json_and_names_nobody(rf):
    try:
        raise ValueError("a fault of ours")
    except ValueError:
        record = logging.LogRecord(
            "django.request", 40, __file__, 1, "Failed: %s", ("/canada/?q=mark",), sys.exc_info()
        )
    record.request = rf.get("/canada/?q=mark")
    assert WithoutRequest().filter(record)
    line = OneLine().format(record)
    assert "mark" not in line
    assert "\n" not in line
    read = json.loads(line)
    assert read["level"] == "ERROR"
    assert "a fault of ours" in read["fault"]
