"""The public change log and its feed."""

from xml.etree import ElementTree

import pytest

from falseos.editing.models import ReaderNote
from tests.html import read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def note():
    return ReaderNote.objects.create(
        name="Criminal harassment (s. 264)", path="/canada/offences/criminal-harassment/",
        note_en="The maximum is <10> years now.", note_fr="Le maximum est de 10 ans.",
    )  # fmt: skip


def test_a_notable_change_stands_in_the_log_with_its_page(client, note):
    page = read(client.get("/changes/"))
    assert "The maximum is" in page.one("main").text
    assert note.path in [link.attrs["href"] for link in page.all("a")]
    french = read(client.get("/fr/changes/"))
    assert "Le maximum est de 10 ans." in french.one("main").text
    assert f"/fr{note.path}" in [link.attrs["href"] for link in french.all("a")]


def test_the_feed_is_valid_and_names_our_own_address(client, note):
    response = client.get("/changes.atom", headers={"Host": "localhost"})
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    root = ElementTree.fromstring(response.content)
    entry = root.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").attrib["href"] == f"https://falseos.test{note.path}"
    assert root.find(f"{ATOM}updated").text
    assert "maximum" in entry.find(f"{ATOM}summary").text
    assert b"localhost" not in response.content


def test_the_feed_is_valid_without_a_note(client):
    root = ElementTree.fromstring(client.get("/changes.atom").content)
    assert root.find(f"{ATOM}updated").text
    assert root.find(f"{ATOM}entry") is None


def test_the_log_costs_one_query(client, note, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/changes/")
