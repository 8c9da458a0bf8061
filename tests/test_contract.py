"""Addresses are a contract: every one ever given out leads on, and every page can be reached."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLPattern
from django.utils import translation

from falseos.codes import UNSPEAKABLE, spoken_code
from guides.addresses import every_address, file_addresses, guide_anchors, public_addresses
from guides.management.commands.keep_addresses import read_list
from guides.models import SlugAlias
from guides.sharing.aliases import todays_address
from offences.models import Offence
from tests.html import read

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
ROW = re.compile(r"^\| `(?P<form>/[^`]*)` \| `(?P<example>/[^`]*)` \| (?P<answer>\d{3}) \|", re.MULTILINE)
ROWS = [match.groupdict() for match in ROW.finditer((ROOT / "README.md").read_text())]


def version_of(code):
    return Offence.objects.get(short_code=code).versions.last().code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["form"])
def test_each_row_of_the_readme(client, row):
    address = row["example"].replace("{version}", version_of("gusorela") if "{version}" in row["example"] else "")
    response = client.get(address)
    assert response.status_code == int(row["answer"])
    if response.status_code == 301:
        assert client.get(response.headers["Location"]).status_code == 200


def named_addresses(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield pattern.name
        elif pattern.namespace is None:
            yield from named_addresses(pattern.url_patterns)


def test_the_readme_has_every_address_of_the_site(client):
    shown = set()
    for row in ROWS:
        response = client.get(row["example"].replace("{version}", "bobobo"))
        match = getattr(response, "resolver_match", None)
        shown.add(match.url_name if match else None)
    # The address of a titled page is resolved again inside; both names count.
    missing = set(named_addresses(get_resolver().url_patterns)) - shown
    assert missing <= {"titled", "titled-home"}


def final_answer(client, address):
    """Return the status at the end of the way, and how many redirects led there."""
    response, redirects = client.get(address), 0
    while response.status_code in (301, 302, 303, 307, 308):
        assert response.status_code == 301, f"{address}: not permanent"
        response, redirects = client.get(response.headers["Location"]), redirects + 1
    return response.status_code, redirects


def test_every_address_ever_published_leads_on(client):
    """The list has the English addresses; the French are the same after /fr/, from the same table."""
    published = [address for address in read_list(ROOT / "ADDRESSES.txt") if "#" not in address]
    assert len(published) > 400
    for address in published:
        status, redirects = final_answer(client, address)
        assert status == 200, f"{address} is gone: give its slug an alias"
        assert redirects <= 1, address


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_every_anchor_ever_published_is_still_on_its_page(client, prefix):
    anchors = defaultdict(set)
    for address in read_list(ROOT / "ADDRESSES.txt"):
        path, _, anchor = address.partition("#")
        if anchor:
            anchors[path].add(anchor)
    assert {"offence-criminal-harassment", "rung-supervisor", "step-1"} <= anchors["/canada/"]
    for path, wanted in anchors.items():
        page = read(client.get(prefix + path, follow=True))
        gone = wanted - {element.attrs["id"] for element in page.all() if "id" in element.attrs}
        assert not gone, f"{path}: {gone}"


def test_a_provinces_guide_has_the_anchors_of_its_countrys(parsed_pages):
    own = {address.partition("#")[2] for address in guide_anchors() if address.startswith("/canada/#")}
    for path, page in parsed_pages.items():
        if re.fullmatch("/canada/(alberta|quebec|yukon)/", path):
            assert own <= {element.attrs.get("id") for element in page.all()}, path


def test_french_has_each_address_that_english_has(public_pages):
    """Every public page stands in the one table that makes both; a page outside it would have no French."""
    for address in public_pages:
        with translation.override("en"):
            match = resolve(address)
        with translation.override("fr"):
            assert resolve(f"/fr{address}").func == match.func, address


def test_the_list_has_every_address_of_today():
    missing = sorted(set(every_address()) - set(read_list(ROOT / "ADDRESSES.txt")))
    assert not missing, f"run `make addresses`: {missing[:5]}"


def test_a_lost_slug_is_noticed(client):
    Offence.objects.filter(slug="criminal-harassment").update(slug="stalking-renamed")
    with pytest.raises(AssertionError, match="is gone"):
        test_every_address_ever_published_leads_on(client)


def alias(kind, former, current, scope=""):
    return SlugAlias.objects.create(kind=kind, scope=scope, former=former, current=current, status="published")


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("/usa/", "/united-states/"),
        ("/usa/offences/", "/united-states/offences/"),
        ("/usa/offences/stalking/", "/united-states/offences/stalking/"),
        ("/canada/harasser-in-usa/", "/canada/harasser-in-united-states/"),
        ("/united-kingdom/alba/", "/united-kingdom/scotland/"),
        ("/united-kingdom/alba/harasser-in-usa/", "/united-kingdom/scotland/harasser-in-united-states/"),
        ("/canada/offences/cyberstalking/", "/canada/offences/criminal-harassment/"),
        ("/canada/offences/stalking-online/", "/canada/offences/criminal-harassment/"),
        ("/essentials/proof/", "/essentials/evidence/"),
        ("/platforms/insta/", "/platforms/instagram/"),
        ("/fr/platforms/insta/", "/fr/platforms/instagram/"),
        ("/fr/canada/offences/cyberstalking/", "/fr/canada/offences/criminal-harassment/"),
        ("/handouts/usa/", "/handouts/united-states/"),
        ("/booklet/usa.html", "/booklet/united-states.html"),
        ("/titled/canada/offences/cyberstalking/", "/titled/canada/offences/criminal-harassment/"),
    ],
)
def test_a_former_slug_redirects_once_and_permanently(client, former, today):
    alias("place", "usa", "united-states")
    alias("place", "alba", "scotland")
    alias("card", "stalking-online", "cyberstalking", "canada")
    alias("card", "cyberstalking", "criminal-harassment", "canada")
    alias("essential", "proof", "evidence")
    alias("platform", "insta", "instagram")
    response = client.get(former)
    assert response.status_code == 301
    assert response.headers["Location"] == today
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get(today).status_code == 200


def test_aliases_that_lead_in_a_ring_end(client):
    alias("card", "a", "b", "canada")
    alias("card", "b", "a", "canada")
    assert todays_address("/canada/offences/a/") == "/canada/offences/b/"
    assert client.get("/canada/offences/nothing-at-all/").status_code == 404


def test_an_alias_costs_nothing_where_a_page_answers(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/canada/offences/")


def test_a_renamed_card_keeps_its_short_address(client):
    """Renaming makes a new record and retires the old one; on a new database the old one never was."""
    old = Offence.objects.get(slug="criminal-harassment", jurisdiction__slug="canada")
    code = old.short_code
    Offence.objects.filter(pk=old.pk).update(status="retired")
    alias("card", "criminal-harassment", "uttering-threats", "canada")
    for _ in range(2):
        response = client.get(f"/c/{code}/")
        assert response.status_code == 301
        assert response.headers["Location"] == "/canada/offences/uttering-threats/"
        Offence.objects.filter(pk=old.pk).update(short_code="other")


def test_short_codes_are_stable_unique_and_can_be_spoken():
    codes = dict(Offence.objects.values_list("short_code", "slug"))
    assert len(codes) == Offence.objects.count()
    for offence in Offence.objects.select_related("jurisdiction"):
        assert offence.short_code == spoken_code(f"{offence.jurisdiction.slug}/{offence.slug}"), offence
        assert re.fullmatch(r"([bdgklnrs][aeiou]){4}", offence.short_code)
        assert not any(sound in offence.short_code for sound in UNSPEAKABLE)
    first = spoken_code("canada/criminal-harassment")
    assert first == "gusorela"
    assert spoken_code("canada/criminal-harassment", taken={first}) not in ("", first)


def internal_links(page, address):
    for link in page.all("a"):
        href = link.attrs["href"]
        if href.startswith(("/", "#")):
            path, _, anchor = href.partition("#")
            yield path or address, anchor


def test_a_crawl_finds_every_page_and_no_broken_link(client):
    """From the first page, link by link: everything in the sitemap is reached, and every anchor is there."""
    sitemap = client.get("/sitemap.xml").content.decode()
    listed = set(re.findall(r"<loc>https://falseos\.test(/[^<]*)</loc>", sitemap))
    assert listed == set(public_addresses())
    files = {prefix + address for address in file_addresses() for prefix in ("", "/fr")}
    waiting, ids, anchors, reached_files = ["/"], {}, set(), set()
    while waiting:
        address = waiting.pop()
        if address in ids or address in ("/leave/", "/fr/leave/"):
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        if address in files:
            reached_files.add(address)
            ids[address] = set()
            continue
        page = read(response)
        ids[address] = {element.attrs["id"] for element in page.all() if "id" in element.attrs}
        for path, anchor in internal_links(page, address):
            waiting.append(path)
            if anchor:
                anchors.add((address, path, anchor))
    assert listed - set(ids) == set(), "orphans"
    assert reached_files >= set(file_addresses())
    broken = [entry for entry in anchors if entry[2] not in ids[entry[1]]]
    assert not broken
