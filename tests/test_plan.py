"""The plan: the right offence first, rules as records, nothing about the reader anywhere, a calm answer to all."""

import datetime
import logging
from itertools import pairwise

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from guides.models import Platform, PlatformRoute
from guides.plan.answers import MOST_CODES, read_answers
from guides.plan.compose import ON_A_RUNG, dated, plan_for
from guides.plan.questions import questions
from guides.plan.rules import fitting, holds
from guides.plan.selectors import matches_for
from jurisdictions.models import Authority, Jurisdiction, ReportingChannel, RouteStep, Told
from jurisdictions.selectors import rungs_of
from offences.models import Behaviour, BehaviourMatch, Offence
from tests.cost import cost
from tests.html import read

pytestmark = pytest.mark.django_db

MARK = "tracemark-77d1"
# The offence to name first, by behaviour, in each home guide that has one. South Africa has none for a false call.
FIRST = {
    "threatened": {
        "canada": "uttering-threats", "united-states": "threats", "australia": "threats", "new-zealand": "threats",
        "south-africa": "threats", "england-wales": "threatening-communications",
        "scotland": "threatening-or-abusive-behaviour", "northern-ireland": "threatening-communications",
    },
    "stalking": {
        "canada": "criminal-harassment", "united-states": "stalking", "australia": "stalking",
        "new-zealand": "stalking", "south-africa": "harassment", "england-wales": "stalking", "scotland": "stalking",
        "northern-ireland": "stalking",
    },
    "repeated-messages": {
        "canada": "criminal-harassment", "united-states": "harassing-communications", "australia": "harassment",
        "new-zealand": "stalking", "south-africa": "harassment", "england-wales": "harassment", "scotland": "stalking",
        "northern-ireland": "harassment",
    },
    "blackmail": {
        "canada": "extortion", "united-states": "extortion", "australia": "blackmail", "new-zealand": "blackmail",
        "south-africa": "extortion", "england-wales": "blackmail", "scotland": "extortion",
        "northern-ireland": "blackmail",
    },
    "sextortion": {
        "canada": "extortion", "united-states": "extortion", "australia": "blackmail", "new-zealand": "blackmail",
        "south-africa": "extortion", "england-wales": "blackmail", "scotland": "extortion",
        "northern-ireland": "blackmail",
    },
    "lies-about-me": {
        "canada": "libel-known-false", "united-states": "stalking", "australia": "harassment",
        "new-zealand": "harmful-digital-communication", "south-africa": "crimen-injuria",
        "england-wales": "false-communications", "scotland": "public-network-message",
        "northern-ireland": "false-communications",
    },
    "fake-account": {
        "canada": "identity-fraud", "united-states": "identity-fraud", "australia": "harassment",
        "new-zealand": "harmful-digital-communication", "south-africa": "cyber-fraud", "england-wales": "stalking",
        "scotland": "stalking", "northern-ireland": "stalking",
    },
    "identity-stolen": {
        "canada": "identity-theft", "united-states": "identity-fraud", "australia": "identity-fraud",
        "new-zealand": "identity-fraud", "south-africa": "cyber-fraud", "england-wales": "fraud", "scotland": "fraud",
        "northern-ireland": "fraud",
    },
    "intimate-image-shared": dict.fromkeys(
        ["canada", "united-states", "australia", "new-zealand", "south-africa", "england-wales", "scotland",
         "northern-ireland"],
        "intimate-images",
    ),
    "deepfake": {
        "canada": "intimate-images", "united-states": "intimate-images", "australia": "intimate-images",
        "new-zealand": "harmful-digital-communication", "south-africa": "intimate-images",
        "england-wales": "creating-intimate-deepfakes", "scotland": "intimate-images", "northern-ireland": "deepfakes",
    },
    "doxxing": dict.fromkeys(
        ["canada", "united-states", "australia", "new-zealand", "south-africa", "england-wales", "scotland",
         "northern-ireland"],
        "doxxing",
    ),
    "swatting": {
        "canada": "swatting", "united-states": "swatting", "australia": "swatting", "new-zealand": "stalking",
        "england-wales": "false-communications", "scotland": "public-network-message",
        "northern-ireland": "false-communications",
    },
    "one-against-many": {
        "canada": "criminal-harassment", "united-states": "stalking", "australia": "harassment",
        "new-zealand": "stalking", "south-africa": "harassment", "england-wales": "harassment", "scotland": "stalking",
        "northern-ireland": "stalking",
    },
}  # fmt: skip
# Cards that wait for their law to be read: readers do not see them yet. Once published they must come first.
AWAITING = {("identity-stolen", "new-zealand"), ("swatting", "australia")}
TABLE = [(behaviour, home, slug) for behaviour, homes in FIRST.items() for home, slug in homes.items()]


def answers(**fields):
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return read_answers(sent)


def shown_offences(response):
    """The cards under "What to call it", in order, by address."""
    section = next(s for s in read(response).all("section") if s.attrs.get("id") == "offences")
    return [link.attrs["href"] for heading in section.all("h3") for link in heading.all("a")]


@pytest.mark.parametrize(("behaviour", "home", "slug"), TABLE)
def test_the_first_offence_is_the_right_one(client, behaviour, home, slug):
    place = Jurisdiction.objects.get(slug=home)
    response = client.post("/plan/", {"b": behaviour, "home": home})
    if (behaviour, home) in AWAITING:
        assert not Offence.objects.published().filter(jurisdiction=place, slug=slug)
        return
    assert shown_offences(response)[0] == place.address("offence", slug=slug)


def test_the_table_has_every_behaviour_of_the_seed_and_every_home():
    assert len(FIRST) == 13
    homes = {home for row in FIRST.values() for home in row}
    assert homes == set(Jurisdiction.objects.filter(guide__isnull=False).values_list("slug", flat=True))
    assert set(FIRST) <= set(Behaviour.objects.values_list("slug", flat=True))


def test_every_match_has_a_reason_and_a_source():
    for match in BehaviourMatch.objects.published().prefetch_related("citations"):
        assert match.reason_en, match
        assert match.citations.all(), match


def fits(canada, **fields):
    given = answers(home="canada", **fields)
    return [fit.offence.slug for fit in fitting(matches_for(given, canada, Behaviour.objects.all()), given)]


def test_what_fits_two_behaviours_goes_before_what_fits_one(canada):
    both = fits(canada, b=["threatened", "stalking"])
    assert both[:2] == ["criminal-harassment", "uttering-threats"]


def test_an_image_of_somebody_under_18_comes_first(canada):
    assert fits(canada, b=["sextortion"], minor="yes")[0] == "child-sexual-abuse-material"
    assert "child-sexual-abuse-material" in fits(canada, b=["sextortion"])
    assert "child-sexual-abuse-material" not in fits(canada, b=["sextortion"], minor="no")


def test_a_contradiction_keeps_the_stop_sign(client, canada):
    """Ticked as an image of somebody under 18, and answered "no": the warning stays."""
    assert fits(canada, b=["under-18-image"], minor="no")[0] == "child-sexual-abuse-material"
    text = read(client.post("/plan/", {"b": "under-18-image", "minor": "no", "home": "canada"})).one("main").text
    assert "Do not copy, save, screenshot" in text


def test_exclusions_are_records(canada):
    assert "domestic-violence-peace-bond" not in fits(canada, b=["spyware"])
    assert "domestic-violence-peace-bond" in fits(canada, b=["spyware", "ex-partner"])
    assert "peace-bond" in fits(canada, b=["stalking"])
    assert "peace-bond" not in fits(canada, b=["stalking", "ex-partner"])
    match = BehaviourMatch.objects.get(behaviour__slug="stalking", offence__slug="criminal-harassment")
    match.only_with = Behaviour.objects.get(slug="hate")
    match.save()
    assert "criminal-harassment" not in fits(canada, b=["stalking"])
    assert holds(match, answers(b=["stalking", "hate"]))


def test_nothing_that_cannot_be_charged_is_named(canada):
    everything = list(Behaviour.objects.values_list("slug", flat=True))
    for home in Jurisdiction.objects.filter(guide__isnull=False):
        given = answers(b=everything, home=home.slug)
        for fit in fitting(matches_for(given, home, Behaviour.objects.all()), given):
            assert fit.offence.law_status in (Offence.LawStatus.IN_FORCE, Offence.LawStatus.NO_OFFENCE)


FULL = {
    "b": ["stalking", "intimate-image-shared"], "home": "canada", "away": "united-states", "danger": "yes",
    "minor": "no",
}  # fmt: skip


def test_the_answer_has_every_part_in_order(client):
    page = read(client.post("/plan/", FULL))
    sections = [section.attrs.get("id") for section in page.one("main").all("section")]
    assert sections == [
        "urgent", "today", "offences", "where", "platforms", "civil", "abroad", "evidence", "ladder", "helplines",
        "send",
    ]  # fmt: skip
    by_id = {section.attrs["id"]: section for section in page.one("main").all("section")}
    assert len(list(by_id["today"].all("li"))) == 3
    ids = {element.attrs["id"] for element in page.all() if "id" in element.attrs}
    assert all(link.attrs["href"][1:] in ids for link in by_id["today"].all("a"))
    assert "Why it fits" in by_id["offences"].text
    assert "What makes it stronger" in by_id["offences"].text
    assert "section 264" in by_id["where"].text
    assert "Will they be told?" in by_id["where"].text
    assert "IC3" in by_id["abroad"].text
    assert "civil matter" in by_id["ladder"].text
    assert page.one("h1").text == "Your plan"


def test_helplines_are_for_who_the_reader_is(client):
    text = read(client.post("/plan/", {"b": "ex-partner", "home": "australia"})).one("main").text
    assert text.index("1800RESPECT") < text.index("Lifeline")
    assert "Kids Helpline" not in text
    young = read(client.post("/plan/", {"b": "sextortion", "home": "australia", "minor": "yes"})).one("main").text
    assert "Kids Helpline" in young
    assert text.index("Lifeline") < text.index("13YARN")
    for ticked in ("stalking", "told-to-die"):
        text = read(client.post("/plan/", {"b": ticked, "home": "ontario"})).one("main").text
        assert text.index("Victim Support Line") < text.index("Talk4Healing"), ticked
    assert text.index("9-8-8") < text.index("Victim Support Line")


@pytest.mark.parametrize("home", ["canada", "manitoba"])
def test_an_image_of_somebody_under_18_brings_cybertips_number(client, home):
    page = read(client.post("/plan/", {"b": "sextortion", "home": home, "minor": "yes"}))
    lines = next(section for section in page.all("section") if section.attrs.get("id") == "helplines")
    assert "tel:+18666589022" in [link.attrs["href"] for link in lines.all("a")]
    grown = read(client.post("/plan/", {"b": "sextortion", "home": home, "minor": "no"}))
    assert "Cybertip.ca (" not in grown.one("main").text


def test_a_province_brings_its_own_before_its_countrys(client, canada):
    ontario = Jurisdiction.objects.filter(slug="ontario").first() or Jurisdiction.objects.create(
        slug="ontario", code="CA-ON", kind="province", parent=canada, name_en="Ontario", name_in_text_en="Ontario",
        status="published",
    )  # fmt: skip
    ReportingChannel.objects.create(
        jurisdiction=ontario, slug="on-court", name_en="A court of Ontario", stage="civil", status="published"
    )
    Authority.objects.create(
        jurisdiction=ontario, slug="on-police", kind="police", name_en="Police of a town", status="published"
    )
    page = read(client.post("/plan/", {"b": "stalking", "home": "ontario"}))
    by_id = {section.attrs.get("id"): section for section in page.all("section")}
    assert "A court of Ontario" in by_id["civil"].text
    assert "Police of a town" in by_id["where"].text
    assert "non-emergency" in by_id["where"].text
    assert shown_offences(client.post("/plan/", {"b": "stalking", "home": "ontario"}))[0].startswith("/canada/offences")
    assert page.one("aside").text.endswith("Call 911")


def test_without_a_place_the_plan_asks_for_it(client):
    page = read(client.post("/plan/", {"b": "stalking"}))
    assert "Where do you live?" in page.one("main").text
    form = page.one("form")
    ticked = [box.attrs["value"] for box in form.all("input") if "checked" in box.attrs]
    assert ticked == ["stalking"]
    assert len(list(next(s for s in page.all("section") if s.attrs.get("id") == "today").all("li"))) == 2


def test_only_what_fits_well_is_read_out_to_police(client):
    """Somebody who ticked stalking alone has not said that their calls or messages were intercepted."""
    page = read(client.post("/plan/", {"b": "stalking", "home": "canada"}))
    where = next(section for section in page.all("section") if section.attrs.get("id") == "where")
    assert "section 264" in where.text
    assert "184" not in where.text


def test_the_police_of_a_place_carry_the_mark_on_threats(client):
    page = read(client.post("/plan/", {"b": "stalking", "home": "ontario"}))
    where = next(section for section in page.all("section") if section.attrs.get("id") == "where")
    police = Authority.objects.published().filter(jurisdiction__slug="ontario", kind="police")
    marks = [p.attrs["class"].split()[1] for p in where.all("p") if p.attrs.get("class", "").startswith("takes ")]
    assert marks == list(police.order_by("position", "slug").values_list("threats_online", flat=True))
    assert "no" in marks


# ---------------------------------------------------------------- platforms


PLATFORMS = {"platform": ["discord", "snapchat"], "b": "stalking", "home": "canada"}


def on_platforms(client, prefix="", **fields):
    page = read(client.post(f"{prefix}/plan/", PLATFORMS | fields))
    return next(section for section in page.all("section") if section.attrs.get("id") == "platforms")


def test_every_published_platform_may_be_ticked(client):
    for prefix in ("", "/fr"):
        boxes = [box for box in read(client.get(f"{prefix}/plan/")).all("input") if box.attrs["name"] == "platform"]
        assert [box.attrs["value"] for box in boxes] == list(
            Platform.objects.published().values_list("slug", flat=True)
        )
        assert len(boxes) > 20


def test_the_plan_has_the_steps_of_the_platforms_ticked_and_of_no_other(client):
    section = on_platforms(client)
    assert [heading.text for heading in section.all("h3")] == ["Snapchat", "Discord"]
    shown = PlatformRoute.objects.published().filter(platform__slug__in=PLATFORMS["platform"])
    assert len(list(section.all("details"))) == shown.count()
    assert "turn on Developer Mode" in section.text
    assert section.text.count("Will they be told?") == shown.count()
    assert "Reddit" not in section.text
    assert "identifiant du compte" in on_platforms(client, "/fr").text
    assert not list(
        next(s for s in read(client.post("/plan/", FULL)).all("section") if s.attrs["id"] == "platforms").all("h3")
    )


def test_a_platforms_route_that_waits_for_its_check_prints_no_steps(client):
    assert "Press and hold the Snap" not in on_platforms(client).text
    PlatformRoute.objects.filter(platform__slug="snapchat").update(status="awaiting_check")
    assert "Not checked yet" in on_platforms(client).text


def test_platform_routes_that_tell_can_be_left_out(client):
    PlatformRoute.objects.filter(platform__slug="discord", status="published").update(told="no")
    told = PlatformRoute.objects.get(platform__slug="discord", kind="message")
    told.told = "yes"
    told.save()
    steps = "Use the same menu in direct messages"
    for wish, shown in (("", True), ("quiet", False), ("silent", False)):
        text = on_platforms(client, told=wish).text
        assert (steps in text) == shown, wish
        assert "turn on Developer Mode" in text, wish
    PlatformRoute.objects.filter(platform__slug="discord").update(told="not_known")
    assert steps in on_platforms(client, told="quiet").text
    silent = on_platforms(client, told="silent").text
    assert steps not in silent
    assert "left out" in silent


# ---------------------------------------------------------------- the other person elsewhere


def test_no_link_of_a_plan_leads_nowhere(client):
    """From every home to every destination that the form offers, and to countries that it does not."""
    asked = read(client.get("/plan/"))
    options = {
        select.attrs["name"]: [option.attrs["value"] for option in select.all("option")]
        for select in asked.all("select")
    }
    countries = Jurisdiction.objects.published().filter(parent=None).values_list("slug", flat=True)
    pages, paths = [], set()
    for number, home in enumerate(options["home"][1:]):
        for place, away in enumerate(sorted({*options["away"], *countries})):
            given = answers(b="stalking", home=home, away=away)
            paths.add(plan_for(given, questions(given), datetime.date(2026, 11, 25)).get("abroad_url"))
            # The other links depend on one of the two places alone: each place is shown once at least.
            if number in (0, place) or place == 0:
                pages.append(read(client.post("/plan/", {"b": "stalking", "home": home, "away": away})))
    paths |= {
        link.attrs["href"].partition("#")[0].partition("?")[0] for page in pages for link in page.one("main").all("a")
    }
    known = {path: client.get(path, follow=True).status_code for path in paths if path and path.startswith("/")}
    assert {path: status for path, status in known.items() if status != 200} == {}
    assert {"/canada/harasser-abroad/", "/canada/harasser-in-united-states/"} <= set(known)


def test_a_country_without_a_page_for_two_gets_the_steps_for_any_country(client):
    page = read(client.get("/plan/"))
    aways = next(select for select in page.all("select") if select.attrs["name"] == "away")
    assert "mexico" not in [option.attrs["value"] for option in aways.all("option")]
    given = {"b": "stalking", "home": "canada"}
    sections = [
        next(
            s for s in read(client.post("/plan/", given | {"away": away})).all("section") if s.attrs["id"] == "abroad"
        ).text
        for away in ("mexico", "not-known")
    ]
    assert sections[0] == sections[1]


# ---------------------------------------------------------------- who is told


def test_every_route_says_whether_they_are_told_and_where_that_stands(client):
    for record in [*ReportingChannel.objects.all(), *RouteStep.objects.all()]:
        assert record.told in Told.values
        assert record.told == Told.NOT_KNOWN or record.told_source, record
    for address in ("/canada/", "/new-zealand/", "/canada/harasser-in-new-zealand/"):
        main = read(client.get(address)).one("main")
        marks = [p for p in main.all("p") if p.attrs.get("class", "").startswith("told")]
        assert marks
        for mark in marks:
            assert "Will they be told?" in mark.text
            assert mark.attrs["class"].split()[1] in Told.values


def test_routes_that_tell_can_be_left_out(client):
    shown = {}
    for told in ("", "quiet", "silent"):
        text = read(client.post("/plan/", {"b": "stalking", "home": "new-zealand", "told": told})).one("main").text
        shown[told] = "Netsafe asks the person to stop" in text
    assert shown == {"": True, "quiet": False, "silent": False}
    silent = read(client.post("/plan/", {"home": "canada", "told": "silent"})).one("main").text
    assert "left out" in silent


# ---------------------------------------------------------------- dates


def test_the_ladder_has_a_day_for_each_rung(canada):
    """National bodies are told the day the police are; danger and a person abroad have no day."""
    today = datetime.date(2026, 11, 25)
    days = {row.rung.slug: row.day for row in dated(rungs_of(canada), today)}
    climbing = ["file-stalls", "supervisor", "specialized-unit", "formal-complaint", "elected-representative"]
    assert days == {
        "emergency": None, "paper-trail": today, "national-intake": today, "cross-border": None,
        **{slug: today + ON_A_RUNG * step for step, slug in enumerate(climbing, start=1)},
    }  # fmt: skip


def test_in_every_home_the_ladder_begins_today_and_only_climbing_waits():
    today = datetime.date(2026, 11, 25)
    for home in Jurisdiction.objects.filter(guide__isnull=False):
        rows = dated(rungs_of(home), today)
        days = [row.day for row in rows if row.day]
        assert days[0] == today, home
        assert [rows[0].day, rows[-1].day] == [None, None], home
        assert {later - earlier for earlier, later in pairwise(days)} <= {datetime.timedelta(), ON_A_RUNG}, home


# ---------------------------------------------------------------- nothing about the reader


def test_get_with_the_same_codes_answers_the_same(client):
    posted = read(client.post("/plan/", FULL)).one("main").text
    got = read(client.get("/plan/", FULL)).one("main").text
    assert posted == got


def test_the_form_goes_by_post_and_the_link_holds_places_and_behaviours_only(client):
    page = read(client.post("/plan/", FULL))
    (form,) = [form for form in page.all("form") if form.attrs["action"] != "/wrong/"]
    assert form.attrs["method"] == "post"
    assert form.attrs["action"] == "/plan/"
    assert not [field for field in form.all("input") if field.attrs["type"] not in ("checkbox", "radio")]
    assert not list(form.all("textarea"))
    link = next(a.attrs["href"] for a in page.all("a") if a.attrs["href"].startswith("/plan/?"))
    assert set(QueryDict(link.partition("?")[2])) == {"b", "home", "away"}
    opened = client.get(link)
    assert shown_offences(opened)[:2] == shown_offences(client.post("/plan/", FULL))[:2]
    names = [option.attrs["value"] for option in read(opened).all("option") if "selected" in option.attrs]
    assert names == ["canada", "united-states"]


def test_an_answer_is_the_readers_alone(client):
    for response in (client.post("/plan/", FULL), client.get("/plan/", FULL), client.post("/search/", {"q": "x"})):
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, max-age=0"
        assert response.headers["CDN-Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        robots = [m.attrs["content"] for m in read(response).all("meta") if m.attrs.get("name") == "robots"]
        assert robots == ["noindex"]
    assert client.get("/plan/").headers["Cache-Control"] == "no-store"


def test_posts_need_no_token_and_go_nowhere_else():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/plan/", {"b": "stalking"}).status_code == 200
    assert strict.post("/fr/plan/", {"b": "stalking"}).status_code == 200
    assert strict.post("/search/", {"q": "x"}).status_code == 200
    for address in ("/", "/canada/", "/canada/brushed-off/", "/fr/", "/plan", "/plan/x/", "/xx/plan/", "/leave/"):
        assert strict.post(address, {"b": "stalking"}).status_code == 405, address
    assert strict.put("/plan/").status_code == 405


def test_nothing_ticked_or_typed_is_written_anywhere(client, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    client.post("/plan/", {"b": [MARK, "stalking"], "home": MARK, "x": MARK}, headers={"Referer": f"https://{MARK}/"})
    client.post("/search/", {"q": MARK})
    client.get("/search/", {"q": MARK})
    with CaptureQueriesContext(connection) as queries:
        found = client.post("/search/", {"q": MARK})
    assert not any(MARK in query["sql"] for query in queries)
    assert found.content.decode().count(MARK) == 1  # in the field, to be corrected there
    out, err = capfd.readouterr()
    written = out + err + "".join(r.getMessage() for r in caplog.records if r.name.startswith("django.request"))
    assert MARK not in written


def test_unknown_parameters_are_dropped(client):
    plain = client.post("/plan/", {"b": "stalking", "home": "canada"}).content
    noisy = client.post(
        "/plan/",
        {
            "b": ["stalking", "nothing", "../x", "<b>"],
            "home": "canada",
            "away": "atlantis",
            "danger": "maybe",
            "q": "x",
        },
    ).content
    assert noisy == plain


# ---------------------------------------------------------------- bad input


EVERYTHING = object()
LONG = "a" * 10_240
BAD = [
    {"b": LONG, "home": LONG, "away": LONG, "platform": LONG, "danger": LONG, "minor": LONG, "told": LONG},
    {"b": ["' OR 1=1 --", "(.*)*$", "\x00", "%s%n", "{{7*7}}", "<script>alert(1)</script>", "🙈", "é"]},
    {"b": EVERYTHING, "home": "canada", "away": "not-known", "danger": "yes", "minor": "yes", "told": "silent"},
    {"b": EVERYTHING, "home": "northern-ireland", "away": "united-kingdom"},
    {"home": "canada", "away": "canada", "danger": ["yes", "no"], "minor": ["no", "yes"]},
    {"home": "united-kingdom", "b": "stalking"},
    {"home": ["canada", "scotland"], "b": ["stalking"] * 500},
    {f"p{number}": "1" for number in range(2000)},
    {},
]


@pytest.mark.parametrize("sent", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("method", ["post", "get"])
def test_bad_input_gets_a_sensible_page(client, method, sent):
    everything = list(Behaviour.objects.values_list("slug", flat=True))
    data = {name: everything if value is EVERYTHING else value for name, value in sent.items()}
    response = getattr(client, method)("/plan/", data)
    assert response.status_code == 200
    page = read(response)
    assert page.one("h1").text in ("Your plan", "What do I do?")
    assert "<script>alert" not in response.content.decode()
    assert "49" not in page.one("title").text


def test_a_body_that_cannot_be_read_gets_the_form(client):
    for kind, body in (
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data", b"x"),
        ("application/json", b'{"b": "stalking"}'),
        ("application/x-www-form-urlencoded", b"b=%ff%fe&b=" + b"%00" * 5000),
        ("application/x-www-form-urlencoded; charset=nonsense", b"b=stalking"),
    ):
        response = client.generic("POST", "/plan/", body, content_type=kind)
        assert response.status_code == 200, kind
        assert read(response).one("h1").text


def test_codes_have_a_limit():
    many = answers(b=[f"x{number}" for number in range(10 * MOST_CODES)])
    assert len(many.behaviours) == MOST_CODES


# ---------------------------------------------------------------- cost


def test_the_plan_asks_the_database_little(client):
    everything = list(Behaviour.objects.values_list("slug", flat=True))
    platforms = list(Platform.objects.values_list("slug", flat=True))
    full = {"b": everything, "home": "ontario", "away": "not-known", "danger": "yes", "minor": "yes"}
    for data in (FULL, full, full | {"platform": platforms, "told": "quiet"}):
        assert 0 < cost(client, "/plan/", data) <= 15
