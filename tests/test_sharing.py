"""Handing a page on: neutral previews, QR codes, versions of cards, handouts, booklets."""

import io
import json
import re

import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageDraw

from falseos.preview import first_that_fits, shorten
from falseos.rendering import data_block, qr_code, render_block, style_block
from guides.addresses import public_addresses
from guides.management.commands.keep_addresses import Command
from guides.models import Essential, GuideBlock
from guides.selectors import booklet_places
from guides.sharing.handouts import block_code, choices, essential_code
from jurisdictions.models import Authority, Jurisdiction, ReportingChannel
from jurisdictions.selectors import parts_of
from offences.models import CardVersion, Offence
from offences.versions import keep_versions
from tests.html import Element, read, read_as_browser, tree_of

pytestmark = pytest.mark.django_db

CARD = "/canada/offences/criminal-harassment/"
SITE = "https://falseos.test"


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    """Every public page as it was answered, fetched once for the tests that look at all of them."""
    with django_db_blocker.unblock():
        return {address: Client().get(address) for address in public_addresses()}


def metas_of(page):
    return {m.attrs.get("property") or m.attrs.get("name"): m.attrs.get("content") for m in page.all("meta")}


def head(client, address):
    page = read(client.get(address))
    return page, metas_of(page)


def card(slug="criminal-harassment", place="canada"):
    return Offence.objects.get(slug=slug, jurisdiction__slug=place)


# --- a card alone -----------------------------------------------------------------------------------------------


def test_every_card_stands_alone(visited):
    """On each card: what it is, section, maximum, where to file, ladder, abroad, sources, dates, way out."""
    for offence in Offence.objects.published().select_related("jurisdiction__parent").prefetch_related("elements"):
        page = read(visited[offence.get_absolute_url()])
        text = page.one("main").text
        for heading in ("Section", "Type", "Status", "Where to file", "If you are brushed off", "Sources"):
            assert heading in text, f"{offence}: {heading}"
        assert "If the person is in another country" in text, offence
        assert offence.summary_en, offence
        assert "Do this" in text, offence
        assert ("Maximum" in text) == bool(offence.maximum_en), offence
        if offence.elements.all():
            assert "What must be shown" in text, offence
        for field, heading in (("evidence", "Evidence that helps"), ("say", "Words to say")):
            assert (heading in text) == bool(getattr(offence, f"{field}_en")), f"{offence}: {heading}"
        assert re.search(r"Law read|third party's copy", text), offence
        footer = page.one("footer").text
        assert f"/changes/{offence.short_code}-" in footer, offence
        assert f"{SITE}/c/{offence.short_code}/" in footer, offence
        assert any(link.attrs["href"] == "/leave/" for link in page.all("a")), offence


# --- previews ---------------------------------------------------------------------------------------------------


def test_every_preview_is_short_and_neutral(visited):
    shown = set()
    for address, response in visited.items():
        page = read(response)
        metas = metas_of(page)
        title = page.one("title").text
        assert len(title) <= 60, title
        assert len(metas["description"]) <= 155, address
        assert metas["og:url"] == SITE + address
        assert metas["og:image"] == f"{SITE}/preview/neutral.png"
        assert metas["twitter:card"] == "summary_large_image"
        assert metas["og:title"] == metas["twitter:title"]
        shown.add((metas["og:title"], metas["og:description"]))
    assert len(shown) == 1, "the same for every page, so it says nothing about any"
    (title, description), *_ = shown
    betraying = re.compile(r"harass|report|offence|police|stalk|abuse|victim|image|threat", re.I)
    assert not betraying.search(title + description)


def test_the_titled_form_shows_title_and_picture_and_is_the_same_page(client):
    page, metas = head(client, f"/titled{CARD}")
    assert metas["og:title"] == "Criminal harassment (stalking), s. 264, Canada"
    assert 20 < len(metas["og:description"]) <= 155
    assert metas["og:image"] == f"{SITE}/preview/{card().short_code}.png"
    links = {link.attrs["rel"]: link.attrs["href"] for link in page.all("link") if "hreflang" not in link.attrs}
    assert links["canonical"] == SITE + CARD
    plain, _ = head(client, CARD)
    assert page.one("main").text == plain.one("main").text
    french, metas = head(client, f"/fr/titled{CARD}")
    assert metas["og:title"].startswith("Harcèlement criminel")
    assert french.one("html").attrs["lang"] == "fr"


def test_titles_of_titled_pages_are_short(client, visited):
    cards = [address for address in visited if "/offences/" in address]
    # Cards share a template: every fifth is looked at, and every page that is no card.
    for address in [*cards[::5], *(set(visited) - set(cards))]:
        _, metas = head(client, f"/titled{address}")
        assert len(metas["og:title"]) <= 60, address
        assert len(metas["og:description"]) <= 155, address


@pytest.mark.parametrize(
    "path", ["admin/", "leave/", "nothing/", "titled/", "data/guide.json", "api/v1/", "c/gusorela/"]
)
def test_only_pages_have_a_titled_form(client, path):
    assert client.get(f"/titled/{path}").status_code == 404


def test_pictures_are_of_the_right_size(client):
    addresses = ["/preview/neutral.png", "/fr/preview/neutral.png"]
    addresses += [f"/preview/{o.short_code}.png" for o in Offence.objects.published().filter(group="lead")]
    longest = max(Offence.objects.published(), key=lambda offence: len(offence.name_en))
    addresses.append(f"/preview/{longest.short_code}.png")
    for address in addresses:
        response = client.get(address)
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert len(response.content) < 60_000, address
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304
    assert client.get("/preview/nobody.png").status_code == 404


def test_texts_are_cut_between_words():
    assert shorten("one two three", 9) == "one two…"
    assert shorten("short", 9) == "short"
    assert first_that_fits(["much too long", "fits"], 5) == "fits"


# --- QR and links -----------------------------------------------------------------------------------------------


def draw(svg):
    """Draw a QR code's SVG as a browser would: rows of dark modules, each a stroke one unit thick."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    picture = Image.new("L", (size * 4, size * 4), 255)
    pen = ImageDraw.Draw(picture)
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            box = (x * 4, (y - 0.5) * 4, (x + values[0]) * 4 - 1, (y + 0.5) * 4 - 1)
            pen.rectangle(box, fill=0)
            x += values[0]
    return picture


def test_every_qr_code_decodes_to_the_pages_address(client, visited):
    french = f"/fr{CARD}"
    for address, response in (visited | {french: client.get(french)}).items():
        html = response.content.decode()
        svgs = re.findall(r"<svg role=\"img\".*?</svg>", html)
        assert len(svgs) == 1, address
        (found,) = zxingcpp.read_barcodes(draw(svgs[0]))
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', html)[1]
        assert found.text == canonical == SITE + address


def test_a_qr_code_has_a_quiet_zone_and_an_escaped_name():
    svg = qr_code("https://falseos.test/", '"><script>')
    assert "<script>" not in svg
    assert 'd="M4 4.5' in svg


def test_links_to_mail_and_messages_are_neutral(client):
    page = read(client.get(CARD))
    hrefs = [link.attrs["href"] for link in page.all("a")]
    mail = next(href for href in hrefs if href.startswith("mailto:"))
    message = next(href for href in hrefs if href.startswith("sms:"))
    for href in (mail, message):
        assert f"%2Fc%2F{card().short_code}%2F" in href
        assert not re.search("harass|stalk|offence", href)


def test_nothing_of_sharing_leads_to_somebody_else(client):
    html = client.get(CARD).content.decode()
    footer = html[html.index("<footer") :]
    assert not re.search(r"(facebook|twitter|whatsapp|t\.me|linkedin)", footer)


# --- versions ---------------------------------------------------------------------------------------------------


def test_a_sheet_of_today_has_not_changed(client):
    version = card().versions.last()
    page = read(client.get(f"/changes/{version.printed_code}/"))
    assert "It says what the card says today." in page.text
    assert any(m.attrs.get("content") == "noindex" for m in page.all("meta"))


def test_a_sheet_learns_what_changed(client):
    offence = card()
    printed = offence.versions.last().printed_code
    offence.maximum_en = "Indictable: 12 years in prison."
    offence.evidence_en += "\n\nKeep the envelope."
    offence.save()
    keep_versions()
    page = read(client.get(f"/changes/{printed}/"))
    text = page.one("main").text
    assert "Print the card again" in text
    assert [h.text for h in page.one("main").all("h2")] == ["Maximum", "Evidence that helps"]
    assert "10 years in prison" in text
    assert "12 years in prison" in text
    assert "Keep the envelope." in text
    assert "Whole threads with names" not in text, "only the paragraphs that changed"
    new = offence.versions.last().printed_code
    assert new != printed
    assert new in read(client.get(CARD)).one("footer").text


def test_a_change_in_another_language_is_none_for_this_reader(client):
    offence = card()
    printed = offence.versions.last().printed_code
    offence.name_fr = "Harcèlement criminel (traque)"
    offence.save()
    keep_versions()
    assert "Only the card in the other language" in read(client.get(f"/changes/{printed}/")).text
    assert "traque" in read(client.get(f"/fr/changes/{printed}/")).one("main").text


def test_a_new_number_where_to_file_is_a_change_of_the_card(client):
    printed = card().versions.last().printed_code
    channel = ReportingChannel.objects.filter(jurisdiction__slug="canada", stage="paper_trail").first()
    channel.action_en = "Call the new line."
    channel.save()
    keep_versions()
    assert "Call the new line" in read(client.get(f"/changes/{printed}/")).one("main").text


def test_a_sheet_that_says_the_same_again_is_good_again(client):
    offence = card()
    printed, maximum = offence.versions.last().printed_code, offence.maximum_en
    for text in ("Something else.", maximum):
        offence.maximum_en = text
        offence.save()
        keep_versions()
    assert "It says what the card says today." in read(client.get(f"/changes/{printed}/")).text


def test_a_version_that_was_never_kept_gets_the_card_and_404(client):
    response = client.get(f"/changes/{card().short_code}-bobobo/")
    assert response.status_code == 404
    assert CARD in [link.attrs["href"] for link in read(response).all("a")]
    assert client.get("/changes/nobody-bobobo/").status_code == 404
    assert client.get("/changes/nobody/").status_code == 404


def test_a_card_that_left_the_guide_is_not_to_be_relied_on(client):
    offence = card()
    printed = offence.versions.last().printed_code
    offence.status = "retired"
    offence.save()
    assert "Do not rely on your sheet" in read(client.get(f"/changes/{printed}/")).text


def test_loading_again_makes_no_version():
    before = CardVersion.objects.count()
    assert before == Offence.objects.published().count()
    keep_versions()
    assert CardVersion.objects.count() == before


def test_an_edit_keeps_a_version_after_its_commit(django_capture_on_commit_callbacks):
    before = CardVersion.objects.count()
    with django_capture_on_commit_callbacks(execute=True) as calls:
        offence = card()
        offence.say_en = "Something else."
        offence.save()
        offence.save()
    assert len([call for call in calls if call.__module__ == "falseos.publication"]) == 1, (
        "once for a transaction, however much is saved in it"
    )
    assert CardVersion.objects.count() == before + 1


# --- handouts and booklets --------------------------------------------------------------------------------------


def test_ticked_boxes_become_an_address_of_codes(client):
    page = read(client.get("/handouts/canada/"))
    boxes = [box.attrs["value"] for box in page.all("input")]
    assert len(boxes) == len(set(boxes)) > 50
    response = client.get("/handout/", {"c": [boxes[0], boxes[-1], "<x>", "NOT-A-CODE"]})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/handout/{boxes[0]}-{boxes[-1]}/"
    assert client.get("/handout/").headers["Location"] == "/handouts/"
    assert client.get("/fr/handout/", {"c": boxes[0]}).headers["Location"] == f"/fr/handout/{boxes[0]}/"


def test_every_part_of_every_handout_has_a_code_of_its_own():
    codes = [offence.short_code for offence in Offence.objects.published()]
    codes += [
        block_code(b.guide.jurisdiction.slug, b.slug) for b in GuideBlock.objects.select_related("guide__jurisdiction")
    ]
    codes += [essential_code(essential.slug) for essential in Essential.objects.all()]
    assert len(codes) == len(set(codes))


def test_a_handout_has_its_parts_in_order(client):
    codes = [
        card("extortion").short_code,
        block_code("canada", "ladder"),
        card().short_code,
        essential_code("evidence"),
    ]
    response = client.get(f"/handout/{'-'.join(codes)}/")
    page = read(response)
    assert response.status_code == 200
    headings = [a.one("h2").text for a in page.all("article")]
    assert headings[0].startswith("Extortion")
    assert headings[2].startswith("Criminal harassment")
    assert len(headings) == 4
    assert card().versions.last().printed_code in page.one("main").text
    assert any(m.attrs.get("content") == "noindex" for m in page.all("meta"))
    ids = [element.attrs["id"] for element in page.all() if "id" in element.attrs]
    assert len(ids) == len(set(ids))
    french = read(client.get(f"/fr/handout/{'-'.join(codes)}/"))
    assert french.one("html").attrs["lang"] == "fr"


def test_a_handout_outlives_one_of_its_parts(client):
    gone, stays = card("extortion"), card()
    address = f"/handout/{gone.short_code}-{stays.short_code}/"
    gone.status = "retired"
    gone.save()
    page = read(client.get(address))
    assert "no longer in the guide" in page.one("main").text
    assert len(list(page.all("article"))) == 1
    assert client.get(f"/handout/{gone.short_code}/").status_code == 404


def test_a_handout_of_everything_costs_a_fixed_number_of_queries(client, canada):
    everything = [choice.code for group in choices(canada).values() for choice in group]
    with CaptureQueriesContext(connection) as few:
        client.get(f"/handout/{card().short_code}-{block_code('canada', 'ladder')}-{block_code('canada', 'step-2')}/")
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/handout/{'-'.join(everything)}/").status_code == 200
    assert len(many) <= len(few) + 6


FACTS = {
    "offences": ("name", "section", "maximum", "summary", "action"),
    "elements": ("text",),
    "channels": ("name", "action"),
    "rungs": ("title", "action"),
}

# What the guide's page says of itself, or once for a whole fold.
OF_THE_PAGE_ALONE = (
    "Do this", "À faire", "The Leave button", "Le bouton", "When to go on", "Quand passer",
    "For all of them", "Pour toutes",
)  # fmt: skip


def words(text):
    return re.sub(r"\W+", " ", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text or "")).strip().lower()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("home", ["canada", "england-wales", "new-zealand", "united-states"])
def test_a_booklet_has_every_fact_of_its_guide(client, home, language):
    place = Jurisdiction.objects.get(slug=home)
    prefix = "/fr" if language == "fr" else ""
    text = words(read_as_browser(client.get(f"{prefix}/booklet/{home}.html")).one("body").text)
    facts = []

    def add(record, *names):
        facts.extend(getattr(record, f"{name}_{language}") for name in names)

    for offence in Offence.objects.published().filter(jurisdiction=place):
        add(offence, *FACTS["offences"])
        for element in offence.elements.all():
            add(element, "text")
    for channel in ReportingChannel.objects.published().filter(
        jurisdiction=place, stage__in=["paper_trail", "national_body"]
    ):
        add(channel, *FACTS["channels"])
        facts.append(channel.public_phone.number if channel.public_phone else "")
    for rung in place.ladder.rungs.all():
        add(rung, *FACTS["rungs"])
    for block in place.guide.blocks.all():
        add(block, "title", "action")
    missing = [fact for fact in facts if words(fact) not in text]
    assert not missing
    # What the guide's own page says, sentence by sentence, is in the booklet as well.
    guide = read(client.get(prefix + place.get_absolute_url())).one("main")
    lost = [p.text for p in guide.all("p", "li", "dd") if not list(p.all("p", "li", "a")) and words(p.text) not in text]
    lost = [line for line in lost if not line.startswith(OF_THE_PAGE_ALONE)]
    assert len(lost) <= 12, lost


def test_a_booklet_of_every_card_is_whole_in_english_and_nearly_so_in_french(client):
    """The French texts are longer than the file may be: some backgrounds stay on the site, and nothing else does."""
    cards = list(Offence.objects.published().filter(jurisdiction__slug="canada"))
    for language, prefix, fewest_whole in (("en", "", 42), ("fr", "/fr", 22)):
        page = read_as_browser(client.get(f"{prefix}/booklet/canada.html"))
        sections = {section.attrs["id"]: section for section in page.all("section")}
        whole = set()
        for offence in cards:
            section = sections[offence.anchor]
            text = words(section.text)
            for name in ("evidence", "say", "caution", "earlier_rule"):
                for line in lines(getattr(offence, f"{name}_{language}")):
                    assert line in text, (offence, name)
            if all(line in text for line in lines(getattr(offence, f"body_{language}"))):
                whole.add(offence)
            else:
                there = f"https://falseos.test{prefix}{offence.get_absolute_url()}"
                assert there in {link.attrs["href"] for link in section.all("a")}
        assert len(whole) >= fewest_whole
        assert {offence for offence in cards if offence.group == "lead"} <= whole
        text = page.one("main").text
        said = f"une partie de {len(cards) - len(whole)} fiches reste sur le site"
        assert (said in text, "To keep this file small" in text) == (language == "fr", False)


def lines(markdown):
    """The lines of a text as a page prints them."""
    tree = tree_of(str(render_block(markdown or "")))
    return [words(line.text) for line in tree.all("p", "li") if not list(line.all("p", "ul", "ol"))]


def test_leaving_out_tags_changes_nothing_that_a_browser_sees(client, monkeypatch):
    short = client.get("/fr/booklet/scotland.html")
    nothing = re.compile(r"(?!)(.)(.)")
    monkeypatch.setattr("guides.sharing.booklet.IMPLIED_END", nothing)
    monkeypatch.setattr("guides.sharing.booklet.QUOTED", nothing)
    long = client.get("/fr/booklet/scotland.html")
    assert len(short.content) < len(long.content)
    trees = [outline(read_as_browser(response)) for response in (short, long)]
    assert trees[0] == trees[1]


def outline(element):
    return [
        child if isinstance(child, str) else (child.tag, child.attrs, outline(child))
        for child in element.children
        # The version is made of the bytes.
        if child and not (isinstance(child, Element) and child.tag == "code")
    ]


def test_what_holds_for_many_cards_is_said_once(client):
    page = read_as_browser(client.get("/booklet/canada.html"))
    text = page.one("main").text
    note = card().classification_note_en
    kinds = {item.attrs["id"]: item.text for item in page.all("li") if item.attrs.get("id", "").startswith("type-")}
    sections = {section.attrs["id"]: section for section in page.all("section")}
    links = [a.attrs["href"] for a in sections["offence-criminal-harassment"].all("a") if "#type-" in a.attrs["href"]]
    assert len(links) == 1
    assert note in kinds[links[0].removeprefix("#")]
    assert not [dd.text for section in sections.values() for dd in section.all("dd") if dd.text.endswith(note)]
    assert text.count("read in an undated copy, not yet checked live.") == 1
    assert text.count("Unless a card says otherwise: In force.") == 1
    # A card whose law is not in force says so itself.
    for offence in Offence.objects.published().filter(jurisdiction__slug="canada").exclude(law_status="in_force"):
        assert offence.get_law_status_display() in sections[offence.anchor].text.lower()


def test_every_booklet_is_small_and_loads_nothing(client):
    for home in booklet_places():
        for language in ("", "/fr"):
            response = client.get(f"{language}/booklet/{home.slug}.html")
            html = response.content.decode()
            assert len(response.content) < 250_000, home
            assert not re.search(r"<(script|img|link|iframe|object|form)\b|\ssrc=|@import|url\(", html), home
            page = read_as_browser(response)
            links = [link.attrs["href"] for link in page.all("a")]
            assert all(re.match(r"https:|tel:|mailto:|#", link) for link in links), (
                "a file on a stick has no site around it"
            )
            policy = dict(
                part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";")
            )
            assert policy["default-src"] == "'none'"
            assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]+'", policy["style-src"])
            assert "script-src" not in policy
            assert "unsafe" not in response.headers["Content-Security-Policy"]
            ids = [element.attrs["id"] for element in page.all() if "id" in element.attrs]
            assert len(ids) == len(set(ids))
            assert {link[1:] for link in links if link.startswith("#")} <= set(ids), home
            assert re.search(r"version <code>\w+</code>|<code>\w+</code>", html)
    assert client.get("/booklet/mexico.html").status_code == 404


def test_a_part_of_a_country_has_a_booklet_of_its_own_bodies_and_its_countrys_cards(client):
    """An advocate in Ontario needs Ontario's police, oversight and court routes, and the law of Canada."""
    page = read_as_browser(client.get("/booklet/ontario.html"))
    text = words(page.one("main").text)
    sections = {section.attrs["id"] for section in page.all("section")}
    for offence in Offence.objects.published().filter(jurisdiction__slug="canada"):
        assert offence.anchor in sections
    ontario = Jurisdiction.objects.get(slug="ontario")
    bodies = Authority.objects.published().filter(
        jurisdiction=ontario, kind__in=["police", "oversight", "victim_services", "helpline"]
    )
    routes = ReportingChannel.objects.published().filter(jurisdiction=ontario)
    assert {body.kind for body in bodies} >= {"police", "oversight"}
    assert routes.filter(stage="civil").exists()
    for record in (*bodies, *routes):
        assert words(record.name_en) in text, record
    assert words(ontario.policing_en.split("\n")[0]) in text
    listed = {a.attrs["href"] for a in read(client.get("/handouts/")).one("main").all("a")}
    assert {f"/booklet/{part.slug}.html" for part in parts_of(ontario.parent)} <= listed


def test_only_the_booklet_has_another_policy(client):
    assert "sha256" not in client.get(CARD).headers["Content-Security-Policy"]
    assert "style-src 'self'" in client.get(CARD).headers["Content-Security-Policy"]


# --- structured data --------------------------------------------------------------------------------------------

REQUIRED = {
    "WebPage": {"@id", "url", "name", "description", "inLanguage", "isPartOf", "license"},
    "BreadcrumbList": {"itemListElement"},
    "Legislation": {"name", "legislationIdentifier", "legislationJurisdiction", "legislationType"},
    "GovernmentService": {"name", "areaServed", "availableChannel"},
    "FAQPage": {"mainEntity"},
}


def graph_of(response):
    html = response.content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def test_json_ld_parses_and_has_what_it_needs(visited):
    seen = set()
    for address, response in visited.items():
        for node in graph_of(response):
            seen.add(node["@type"])
            assert REQUIRED[node["@type"]] <= set(node), address
            if node["@type"] == "BreadcrumbList":
                items = node["itemListElement"]
                assert [item["position"] for item in items] == list(range(1, len(items) + 1))
                assert all(item["name"] and item["item"].startswith(SITE) for item in items), address
                assert items[-1]["item"] == SITE + address
            if node["@type"] == "FAQPage":
                for question in node["mainEntity"]:
                    assert question["@type"] == "Question"
                    assert question["name"]
                    assert question["acceptedAnswer"]["text"]
            if node["@type"] == "GovernmentService":
                channel = node["availableChannel"]
                assert channel.get("serviceUrl", "").startswith("https://") or channel["servicePhone"]["telephone"]
            if node["@type"] == "GovernmentService" and "provider" in node:
                assert node["provider"]["@type"] == "GovernmentOrganization"
    assert seen == set(REQUIRED)


def test_a_data_block_cannot_be_left():
    html = data_block({"name": "</script><script>alert(1)</script><!-- & -->"})
    assert html.count("<") == 2
    assert json.loads(html.partition(">")[2].rpartition("<")[0])["name"].startswith("</script>")
    with pytest.raises(ValueError, match="markup"):
        style_block("a{}</style>")


def test_error_pages_offer_nothing_to_share(client):
    response = client.get("/no-such-page/")
    html = response.content.decode()
    for absent in ("ld+json", "og:title", 'class="share"', "no-such-page"):
        assert absent not in html


def test_the_sitemap_dates_and_links_languages(client):
    sitemap = client.get("/sitemap.xml").content.decode()
    pages = list(public_addresses())
    assert sitemap.count("<lastmod>") == len(pages)
    assert sitemap.count('hreflang="fr"') == sitemap.count('hreflang="x-default"') == len(pages)
    assert f'hreflang="fr" href="{SITE}/fr{CARD}"' in sitemap
    page = read(client.get(CARD))
    alternates = {a.attrs["hreflang"]: a.attrs["href"] for a in page.all("link") if "hreflang" in a.attrs}
    assert alternates == {"en": SITE + CARD, "fr": f"{SITE}/fr{CARD}", "x-default": SITE + CARD}


def test_the_list_of_addresses_only_grows(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "ADDRESSES.txt").write_text("/once/\n")
    Command().handle()
    lines = (tmp_path / "ADDRESSES.txt").read_text().splitlines()
    assert "/once/" in lines
    assert CARD in lines
