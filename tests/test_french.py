"""French: complete, true to the English, in the law's own terms, easy to read; and honest where it is late."""

import ast
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation.template import templatize

from guides.addresses import file_addresses
from guides.models import GuideBlock
from offences.models import Offence
from tests.french import ACTIONS, english_left, faults, lix, numbers, pairs
from tests.html import read
from tests.test_pages import (
    assert_headings_in_order,
    assert_it_tells_nothing,
    assert_leaves_nothing,
    assert_whole,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent / "fixtures"
LOCALE = ROOT.parent / "falseos" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PROVINCES = [path.stem for path in (ROOT / "municipalities").glob("*.yaml")]
# What is promised in French: Canada with its provinces and territories, and what is the same everywhere.
PROMISED = [
    "offences/canada/*.yaml", "guides/canada.yaml", "channels/canada/*.yaml", "ladders/canada.yaml",
    "authorities/canada*.yaml", "phones/canada*.yaml", "jurisdictions/*.yaml", "matches/canada.yaml",
    "behaviours/*.yaml", "routes/*.yaml", "treaties/*.yaml", "essentials/*.yaml", "pages/*.yaml", "brush-offs/*.yaml",
    "platforms/*.yaml", "platform-routes/*.yaml", "municipalities/*.yaml", "statutes/canada.yaml",
    *(f"{kind}/{name}{end}" for name in PROVINCES
      for kind, end in (("channels", "/*.yaml"), ("ladders", ".yaml"), ("authorities", ".yaml"), ("phones", ".yaml"))),
]  # fmt: skip
FILES = sorted({path for pattern in PROMISED for path in ROOT.glob(pattern)})
# What the checker cannot know: "hurt or offence" is no infraction.
KNOWN = {("offences/canada/hate-propaganda.yaml", "elements.5.text", "term: offence is infraction")}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_text_has_true_and_plain_french(path):
    found = [
        (name_of(path), place, fault)
        for place, field, english, french in pairs(yaml.safe_load(path.read_text(encoding="utf-8")))
        for fault in faults(field, english, french)
    ]
    assert not [one for one in found if one not in KNOWN]


def test_what_readers_do_first_is_easy_to_read():
    """On average below 40, where popular books are; each text alone has the bound of tests/french.py."""
    measured = [
        lix(french)
        for path in FILES
        for _place, field, _english, french in pairs(yaml.safe_load(path.read_text(encoding="utf-8")))
        if field in ACTIONS and french and lix(french)
    ]
    assert len(measured) > 100
    assert sum(measured) / len(measured) < 40


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("Call 911 now.", "Appelez le 912 maintenant.", "numbers"),
        ("A fine of $5,000.", "Une amende de 5\u00a0000\u00a0$.", ""),
        ("Open 9 am to 5 pm.", "Ouvert de 9 h à 17 h.", ""),
        ("Keep the evidence.", "Gardez the preuves.", "English"),
        ("It is an offence.", "C’est un crime.", "term"),
        ("Say it.", "Dites «quoi».", "no-break"),
        ("Say it.", "Dites-le : vite.", "colon"),
        ("Say it.", "", "missing"),
    ],
)
def test_the_checker_finds_faults(english, french, fault):
    found = list(faults("body", english, french))
    assert any(fault in one for one in found) if fault else not found


def test_numbers():
    english = numbers("Call 1-888-495-8501 from 8:30 am to 4:30 pm. A fine of $5,000: s. 264(2).", "en")
    french = numbers(
        "Composez le 1 888 495-8501 de 8 h 30 à 16 h 30. Une amende de 5\u00a0000\u00a0$\u00a0: par. 264(2).", "fr"
    )
    assert english == french == {"18884958501", "8", "30", "16", "5000", "264", "2"}


# ---------------------------------------------------------------- on the page


def ids_and_numbers(page):
    main = page.one("main")
    ids = [element.attrs["id"] for element in main.all() if "id" in element.attrs]
    return ids, sorted(link.attrs["href"] for link in main.all("a") if link.attrs["href"].startswith("tel:"))


class FrenchWords(HTMLParser):
    """The text of a page, block by block, without what is marked as English."""

    INLINE = {"a", "abbr", "code", "em", "strong", "span", "b", "q", "time", "cite"}
    VOID = {"meta", "link", "br", "img", "input", "hr"}

    def __init__(self, markup):
        super().__init__()
        self.open, self.blocks = [], [""]
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            # A drawing cuts names into lines; what it says stands beside it in words as well.
            english = dict(attributes).get("lang") == "en" or tag in ("script", "style", "code", "text")
            self.open.append((tag, english))
        if tag not in self.INLINE:
            self.blocks.append("")

    def handle_endtag(self, tag):
        if tag in {name for name, _ in self.open}:
            while self.open.pop()[0] != tag:
                pass
        if tag not in self.INLINE:
            self.blocks.append("")

    def handle_data(self, data):
        self.blocks[-1] += " … " if any(english for _, english in self.open) else data


def assert_same_blocks(french, english, path):
    """Both languages have the same blocks and numbers to call, and each leads to the other."""
    (ids, numbers_to_call), (other_ids, other_numbers) = ids_and_numbers(french), ids_and_numbers(english)
    if path.startswith("/sources/"):
        # In the order of their titles, which each language has of its own.
        ids, other_ids = sorted(ids), sorted(other_ids)
    assert (ids, numbers_to_call) == (other_ids, other_numbers), path
    for page, other in ((english, "/fr" + path), (french, path)):
        (link,) = [one for one in page.all("a") if one.attrs.get("id") == "other-language"]
        assert link.attrs["href"] == other


def english_unmarked(markup, path):
    """The texts of a French page that are English and not marked as English."""
    title = re.search(r"<title>(.*?)</title>", markup)
    # A title holds no mark, and a card of another country has its own name there.
    in_english = title and "/offences/" in path and not path.startswith("/canada/")
    allowed = " ".join(unescape(title[1]).split()) if in_english else ""
    for text in FrenchWords(markup).blocks:
        # Scripts fill in {report}: no word.
        text = " ".join(re.sub(r"{\w+}", " … ", text).split())
        if text != allowed and english_left(text):
            yield text


def assert_links_lead_somewhere(pages):
    """Every address of ours on a French page is French, or the same file for all, and its anchor exists."""
    known = {path: {one.attrs["id"] for one in page.all() if "id" in one.attrs} for path, page in pages.items()}
    files = {*file_addresses(), reverse("changes-feed"), "/fr/changes.atom", "/fr/leave/", "/leave/"}
    files |= {f"/fr{path}" for path in files}
    for path, page in pages.items():
        for link in page.all("a"):
            href, _, anchor = link.attrs["href"].partition("#")
            if link.attrs.get("hreflang") == "en" or not href.startswith("/") or href in files:
                continue
            assert href in known, f"/fr{path} links to {href}"
            assert not anchor or anchor in known[href], f"/fr{path} links to {href}#{anchor}"


def test_every_french_page_is_whole_and_says_what_the_english_one_says(client, parsed_pages):
    """One walk through all addresses of the sitemap: rendering them twice would cost more than the checks."""
    pages, english_still, titles = {}, {}, {}
    for path, english in parsed_pages.items():
        answer = client.get("/fr" + path)
        assert answer.status_code == 200, path
        assert_leaves_nothing(answer, "/fr" + path)
        french = pages["/fr" + path] = read(answer)
        assert_whole(french, "/fr" + path, "fr")
        assert_headings_in_order(french, "/fr" + path)
        assert_same_blocks(french, english, path)
        assert titles.setdefault(french.one("title").text, path) == path
        for text in english_unmarked(answer.content.decode(), path):
            english_still.setdefault(text, path)
        for link in french.all("a"):
            if link.attrs["href"].startswith("https:"):
                assert_it_tells_nothing("/fr" + path, link)
    assert english_still == {}
    assert_links_lead_somewhere(pages)
    assert len(pages) > 250
    assert {"/fr/data/", "/fr/case-folder/", "/fr/united-states/"} <= pages.keys()


def test_the_search_for_english_finds_it():
    assert list(english_unmarked("<p>Appelez.</p><p>Call the police</p>", "/canada/")) == ["Call the police"]
    assert not list(english_unmarked('<p>Voir <span lang="en">the police</span></p>', "/canada/"))


def test_a_guide_without_french_shows_its_english_and_says_so(client):
    notice = "Ce texte existe seulement en anglais."
    for path in ("/united-states/", "/united-kingdom/scotland/", "/united-states/offences/stalking/"):
        page = read(client.get("/fr" + path))
        (said,) = [one for one in page.all("p") if notice in one.text]
        assert said.one("a").attrs["href"] == path
        assert said.one("a").attrs["hreflang"] == "en"
        marked = [one for one in page.one("main").all("span", "div") if one.attrs.get("lang") == "en"]
        assert len(marked) > 5, path
        assert notice not in client.get(path).content.decode()
    for path in ("/canada/", "/canada/offences/extortion/"):
        assert notice not in client.get("/fr" + path).content.decode()


def test_the_interface_is_explained_in_french_and_its_schema_stays_as_it_is(client):
    page = read(client.get("/fr/data/")).one("main")
    assert "Liste des infractions" in [one.text for one in page.all("h3")]
    assert "How many" not in page.text
    english = client.get("/api/v1/openapi.json", headers={"Accept-Language": "fr"}).content.decode()
    assert "How many records at most." in english
    assert "Nombre maximal" not in english


def test_links_of_french_texts_stay_french(client):
    page = read(client.get("/fr/canada/"))
    ours = [link.attrs["href"] for link in page.one("main").all("a") if link.attrs["href"].startswith("/")]
    assert ours
    assert all(href.startswith("/fr/") for href in ours if "/leave/" not in href)


def late_blocks(client, path):
    """The blocks that say they are late: the reference that their button carries."""
    markup = client.get(path).content.decode().split("<main", 1)[1]
    parts = re.split(r'name="block"\s+value="([^"]+)"', markup)
    return [reference for before, reference in zip(parts[::2], parts[1::2], strict=False) if 'hreflang="en"' in before]


def test_one_changed_block_is_late_and_no_other(client):
    call_command("check_translations", verbosity=0)
    assert late_blocks(client, "/fr/canada/") == []
    block = GuideBlock.objects.get(guide__slug="canada", slug="step-1")
    block.summary_en += " And one thing more."
    block.save()
    call_command("check_translations", verbosity=0)
    assert late_blocks(client, "/fr/canada/") == ["guides.guideblock canada/step-1"]
    assert late_blocks(client, "/canada/") == []
    assert "tel:911" in client.get("/fr/canada/").content.decode()
    card = Offence.objects.get(slug="extortion", jurisdiction__slug="canada")
    card.summary_en += " And one thing more."
    card.save()
    call_command("check_translations", verbosity=0)
    assert late_blocks(client, "/fr/canada/offences/extortion/") == ["offences.offence canada/extortion"]


def test_no_text_of_the_interface_lacks_its_french():
    """Every text that templates and code mark for translation is in the file, and has French."""
    catalogue = polib.pofile(str(LOCALE))
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    known = {entry.msgid for entry in catalogue}
    assert len(known) > 1000
    found = 0
    for path in sorted((ROOT.parent / "templates").rglob("*.html")):
        marked = templatize(path.read_text(encoding="utf-8"))
        for message in re.findall(r"""gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""", marked):
            found += 1
            assert ast.literal_eval(message) in known, f"{path.name}: {message}"
    assert found > 400
