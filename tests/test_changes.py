"""The public change log and its feed."""

import re
from xml.etree import ElementTree

import pytest

from falseos.editing.models import ReaderNote
from tests.html import read

pytestmark = pytest.mark.django_db
RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
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


def child(element, name):
    """The one child of this name; its text where it has any."""
    (found,) = element.findall(f"{ATOM}{name}")
    return (found.text or "").strip()


def check_atom(root, self_address):
    """What RFC 4287 asks of a feed and of its entries, sections 4.1.1, 4.1.2 and 4.2.7."""
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    links = root.findall(f"{ATOM}link")
    assert [link.attrib["href"] for link in links if link.attrib.get("rel") == "self"] == [self_address]
    authors = root.findall(f"{ATOM}author")
    assert authors or all(entry.find(f"{ATOM}author") is not None for entry in entries)
    assert all(child(author, "name") for author in authors)
    ids = []
    for element in (root, *entries):
        assert child(element, "title")
        assert re.fullmatch(RFC_3339, child(element, "updated")), child(element, "updated")
        ids.append(child(element, "id"))
        assert re.match(r"https://falseos\.test/\S*$", ids[-1])
        found = element.findall(f"{ATOM}link")
        assert all(link.attrib["href"].startswith("https://falseos.test/") for link in found)
        alternates = [link.attrib.get("type") for link in found if link.attrib.get("rel", "alternate") == "alternate"]
        assert len(alternates) == len(set(alternates)) >= 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_feed_has_what_the_standard_asks_for(client, note, prefix):
    ReaderNote.objects.create(name="A & B", path="/canada/", note_en="One.", note_fr="Un.")
    address = f"{prefix}/changes.atom"
    root = ElementTree.fromstring(client.get(address).content)
    assert len(root.findall(f"{ATOM}entry")) == 2
    check_atom(root, f"https://falseos.test{address}")


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_first_page_and_the_log_name_the_feed_and_no_other_page_does(client, prefix):
    def feeds(path):
        links = [link.attrs for link in read(client.get(prefix + path)).one("head").all("link")]
        return [link["href"] for link in links if link.get("type") == "application/atom+xml"]

    assert feeds("/") == feeds("/changes/") == [f"{prefix}/changes.atom"]
    assert feeds("/canada/") == feeds("/canada/offences/criminal-harassment/") == []


def test_the_feed_is_valid_without_a_note(client):
    root = ElementTree.fromstring(client.get("/changes.atom").content)
    check_atom(root, "https://falseos.test/changes.atom")
    assert root.find(f"{ATOM}entry") is None


def test_the_log_costs_one_query(client, note, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/changes/")
