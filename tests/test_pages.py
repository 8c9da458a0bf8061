"""Every public page: it answers, it stands alone, it leaks nothing, and it costs a fixed number of queries."""

import re

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from falseos.base_models import Status
from guides.addresses import file_addresses, public_addresses
from jurisdictions.models import EscalationLadder, ReportingChannel, Source
from offences.models import Offence
from tests.html import read

pytestmark = pytest.mark.django_db

BLOCKS = ["urgent", "step-1", "step-2", "offences", "doxxing", "recording", "abroad", "ladder", "essentials"]
DESTINATIONS = ["united-states", "united-kingdom", "australia", "new-zealand", "south-africa"]


def test_every_page_answers(public_pages):
    assert len(public_pages) > 200
    for address, response in public_pages.items():
        assert response.status_code == 200, address


def ids_of(page):
    return [element.attrs["id"] for element in page.all() if "id" in element.attrs]


def test_every_page_has_one_heading_and_a_title_of_its_own(parsed_pages):
    titles = {}
    for address, page in parsed_pages.items():
        assert_whole(page, address, "en")
        title = page.one("title").text
        assert title not in titles, f"{address} and {titles.get(title)} share a title"
        titles[title] = address
    assert len(titles) > 50


def assert_whole(page, address, language):
    """What every page has, in any language; tests/test_french.py asks the same of the French ones."""
    assert page.one("h1").text, address
    assert page.one("title").text, address
    ids = ids_of(page)
    assert len(ids) == len(set(ids)), address
    assert page.one("html").attrs["lang"] == language
    metas = {m.attrs.get("name"): m.attrs.get("content") for m in page.all("meta")}
    assert metas["description"], address
    links = {link.attrs["rel"]: link.attrs["href"] for link in page.all("link")}
    assert links["canonical"] == f"https://falseos.test{address}"


def test_headings_never_skip_a_level(parsed_pages):
    for address, page in parsed_pages.items():
        assert_headings_in_order(page, address)


def assert_headings_in_order(page, address):
    level = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        now = int(heading.tag[1])
        assert now <= level + 1, f"{address}: {heading.tag} {heading.text} after h{level}"
        level = now


def assert_it_tells_nothing(address, link):
    """Say that an outward link tells the other site neither where the reader came from nor which window is ours."""
    assert {"noreferrer", "noopener"} <= set(link.attrs.get("rel", "").split()), f"{address}: {link.attrs['href']}"


def test_links_lead_somewhere(client, parsed_pages):
    """Every internal address answers and every anchor exists; every outward link is https without a referrer."""
    known = {}
    wanted = set()
    for address, page in parsed_pages.items():
        known[address] = set(ids_of(page))
        for link in page.all("a"):
            href = link.attrs["href"]
            assert link.text, f"{address}: a link without a name to {href}"
            if href.startswith("https:"):
                assert_it_tells_nothing(address, link)
            elif href.startswith(("/", "#")):
                path, _, anchor = href.partition("#")
                wanted.add((address, path or address, anchor))
            else:
                assert href.startswith(("tel:", "mailto:", "sms:")), f"{address}: {href}"
    files = set(file_addresses())
    for path in files:
        assert client.get(path).status_code == 200, path
    for address, path, anchor in wanted:
        if path in (reverse("leave"), "/fr/leave/"):
            continue  # answers 303 to another site; test_traces.py reads it
        if path in files:
            continue  # no page; test_sharing.py and test_opendata.py read them
        if path == reverse("changes-feed"):
            continue  # a feed, not a page; test_changes.py reads it
        if path.startswith("/fr/"):
            path = path.removeprefix("/fr")  # the switch of languages; test_french.py reads where it leads
        assert path in known, f"{address} links to {path}"
        assert not anchor or anchor in known[path], f"{address} links to {path}#{anchor}"


def test_pages_leave_nothing_behind(public_pages):
    for address, response in public_pages.items():
        assert_leaves_nothing(response, address)


def assert_leaves_nothing(response, address):
    assert not response.cookies, address
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Cookie" not in response.headers.get("Vary", ""), address
    assert "Accept-Language" not in response.headers.get("Vary", ""), address
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize(
    ("address", "stops", "instruction"),
    [
        (
            "/essentials/evidence/",
            ["under 18?", "New Zealand come into it?", "Would the app tell the person?", "record a call or a talk?"],
            "Take screenshots.",
        ),
        (
            "/fr/essentials/evidence/",
            ["moins de 18 ans?", "Nouvelle-Zélande est-elle", "préviendrait-elle la personne?", "enregistrer un appel"],
            "Faites des captures d’écran.",
        ),
        ("/platforms/snapchat/", ["under 18?", "the sender is told"], "Save your evidence first."),
        ("/fr/platforms/snapchat/", ["moins de 18 ans?", "la personne est prévenue"], "Gardez d’abord vos preuves."),
    ],
)
def test_stop_signs_stand_before_the_words_that_ask_to_capture(client, address, stops, instruction):
    text = read(client.get(address)).one("main").text
    assert instruction in text
    for stop in stops:
        assert stop in text, stop
        assert text.index(stop) < text.index(instruction), stop


def test_the_guide_has_its_blocks_in_order(client):
    ids = ids_of(read(client.get("/canada/")))
    assert [anchor for anchor in ids if anchor in BLOCKS] == BLOCKS


def test_the_guide_has_every_card_with_its_anchor(client, canada):
    page = read(client.get("/canada/"))
    ids = ids_of(page)
    offences = Offence.objects.published().filter(jurisdiction=canada)
    assert offences.count() == 42
    for offence in offences:
        assert offence.anchor in ids
    folded = [d.attrs.get("id") for d in page.all("details")]
    leads = offences.filter(group=Offence.Group.LEAD)
    assert leads.count() == 10
    for offence in leads:
        assert offence.anchor in folded


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_cross_border_page_puts_the_destination_first(client, destination):
    page = read(client.get(f"/canada/harasser-in-{destination}/"))
    text = page.one("main").text
    assert text.index("Fastest lever") < text.index("911", text.index("Fastest lever"))


@pytest.mark.parametrize(
    "address",
    [
        "/canada/harasser-in-canada/", "/canada/harasser-in-atlantis/", "/atlantis/", "/canada/offences/nothing/",
        "/essentials/nothing/", "/canada/ontario/nowhere/", "/canada/harasser-in-/",
    ],
)  # fmt: skip
def test_what_is_not_there_answers_404_with_a_way_on(client, address):
    response = client.get(address)
    assert response.status_code == 404
    page = read(response)
    assert page.one("h1").text
    assert "911" in page.text
    assert any(link.attrs["href"] == "/" for link in page.all("a"))


def count_queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/canada/", 30), ("/canada/offences/criminal-harassment/", 12), ("/canada/harasser-in-united-states/", 30),
        ("/", 6), ("/canada/offences/", 4), ("/essentials/evidence/", 4), ("/sources/", 20),
        ("/sources/statute/", 20),
    ],
)  # fmt: skip
def test_queries_are_few_and_do_not_grow(client, canada, address, most):
    before = count_queries(client, address)
    assert before <= most
    source = Source.objects.published().first()
    for number in range(20):
        offence = Offence.objects.create(
            jurisdiction=canada, slug=f"more-{number}", name_en=f"More {number}", section_en="s. 1", status="published",
            group=["lead", "further", "order", "tool"][number % 4], position=900 + number, kind="offence",
            classification="hybrid", law_status="in_force",
        )  # fmt: skip
        offence.citations.create(source=source)
        offence.elements.create(position=1, text_en="x")
        channel = ReportingChannel.objects.create(
            jurisdiction=canada, slug=f"more-{number}", name_en="More", stage="paper_trail", status="published"
        )
        channel.citations.create(source=source)
    ladder = EscalationLadder.objects.get(slug="canada")
    for number in range(20):
        ladder.rungs.create(position=90 + number, slug=f"more-{number}", title_en="x").citations.create(source=source)
    assert count_queries(client, address) == before


def test_a_page_is_compressed(client):
    plain = client.get("/canada/")
    brotli = client.get("/canada/", headers={"Accept-Encoding": "gzip, br"})
    gzip = client.get("/canada/", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert brotli.headers["Content-Encoding"] == "br"
    assert gzip.headers["Content-Encoding"] == "gzip"
    assert len(brotli.content) < len(gzip.content) < len(plain.content) / 3
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_every_phone_number_is_a_link(parsed_pages):
    """A number in running text that a phone cannot dial would be a wall for somebody in a hurry."""
    number = re.compile(r"\b1-\d{3}-\d{3}-\d{4}\b")
    for address, page in parsed_pages.items():
        linked = " ".join(a.text for a in page.all("a") if a.attrs["href"].startswith("tel:"))
        for found in set(number.findall(page.one("main").text)):
            assert found in linked, f"{address}: {found}"


def test_french_falls_back_visibly(client):
    response = client.get("/fr/canada/")
    assert response.status_code == 200
    page = read(response)
    assert page.one("html").attrs["lang"] == "fr"
    assert page.one("h1").text
    marked = [e for e in page.all("span", "div") if e.attrs.get("lang") == "en"]
    assert marked
    assert response.headers["Content-Language"] == "fr"


def test_unpublished_records_are_not_shown(client):
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.status = Status.AWAITING_CHECK
    offence.save()
    assert client.get(offence.get_absolute_url()).status_code == 404
    assert "offence-criminal-harassment" not in ids_of(read(client.get("/canada/")))


def test_a_source_that_was_not_seen_leads_to_its_home_page(client):
    source = Source.objects.filter(status=Status.AWAITING_CHECK, slug__startswith="crtc").first()
    if source is None:
        source = Source.objects.filter(status=Status.AWAITING_CHECK).first()
    assert source.public_url.count("/") == 3
    assert source.freshness == "awaiting check"


def test_machines_get_their_answers(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    sitemap = client.get("/sitemap.xml", headers={"Host": "localhost"}).content.decode()
    assert sitemap.count("<loc>https://falseos.test/") == len(list(public_addresses()))


def test_the_admin_lists_every_kind_of_record(admin_client):
    for model in site._registry:
        if model._meta.app_label not in ("jurisdictions", "offences", "guides"):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert admin_client.get(reverse(f"{name}_changelist"), {"q": "a"}).status_code == 200
        record = model._default_manager.first()
        if record is not None:
            assert admin_client.get(reverse(f"{name}_change", args=[record.pk])).status_code == 200
