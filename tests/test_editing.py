"""How a change becomes public: notes, the second editor, the preview, the history, and two editors at once."""

import pytest
from django.contrib.messages import get_messages
from django.utils.text import capfirst
from django.utils.translation import override

from falseos.base_models import Status
from falseos.content.spec import all_specs
from falseos.editing.models import Proposal, ReaderNote
from falseos.editing.pages import page_as_readers_see_it, reader_path
from falseos.editing.records import spec_of, state_now
from falseos.editing.sensitive import fields_for_second_editor
from guides.models import BrushOff, Essential, Guide, Page, Platform, PlatformRoute
from jurisdictions.models import (
    Authority,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    Phone,
    ReportingChannel,
    Source,
    Treaty,
)
from jurisdictions.selectors import sources_in_use
from offences.models import Behaviour, BehaviourMatch, Offence, OfficialWording, Statute
from tests.desk import address, form_at, form_of, person, save, signed_in
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return signed_in(person("ada", "Editor"))


@pytest.fixture
def bo():
    return signed_in(person("bo", "Editor", "Reviewer"))


@pytest.fixture
def card():
    return Offence.objects.get(slug="criminal-harassment", jurisdiction__slug="canada")


@pytest.fixture
def source():
    return Source.objects.get(slug="afp-interpol")


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def proposal_page(proposal, view="change"):
    return address(proposal, view)


def decide(client, proposal, decision, answer=""):
    return client.post(proposal_page(proposal), {"decision": decision, "answer": answer}, follow=True)


def test_saving_a_form_as_it_is_changes_nothing(ada, card):
    before = state_now(spec_of(Offence), card)
    assert save(ada, card, form_of(ada, card)).status_code == 302
    assert state_now(spec_of(Offence), card) == before


def test_a_change_needs_a_reason(ada, source):
    data = form_of(ada, source) | {"title_en": "INTERPOL Canberra"}
    response = save(ada, source, data, why="  ")
    assert response.status_code == 200
    assert "change_why" in response.context["adminform"].form.errors
    source.refresh_from_db()
    assert source.title_en == "INTERPOL"
    assert save(ada, source, data, why="The page has a new heading").status_code == 302
    row = source.history.first()
    assert (row.history_change_reason, row.history_user.username) == ("The page has a new heading", "ada")
    assert row.record_state["title_en"] == "INTERPOL Canberra"


def test_a_notable_change_is_told_to_readers_and_no_other(ada, source, client):
    data = form_of(ada, source) | {"title_en": "One"}
    save(ada, source, data)
    assert not ReaderNote.objects.exists()
    data = form_of(ada, source) | {"title_en": "Two", "change_notable": "on"}
    assert save(ada, source, data).status_code == 200  # the note is missing
    save(ada, source, data, change_note_en="The page of INTERPOL has moved.")
    assert "The page of INTERPOL has moved." in client.get("/changes/").content.decode()


SENSITIVE = [
    (Jurisdiction, {"slug": "canada"}, {"emergency_number": "912"}),
    (Phone, {"slug": "au-131-444"}, {"number": "131 445"}),
    (Phone, {"slug": "au-131-444"}, {"tel": "131445"}),
    (Offence, {"slug": "criminal-harassment", "jurisdiction__slug": "canada"}, {"maximum_en": "20 years."}),
    (Offence, {"slug": "criminal-harassment", "jurisdiction__slug": "canada"}, {"section_en": "s. 265"}),
    (Page, {"slug": "about"}, {"body_en": "Call [912](tel:912)."}),
    (Essential, {"slug": "evidence"}, {"body_en": "Call 1-800-555-0199."}),
]
NUMBERS = [
    ("Call 911.", "Call 991."), ("999", "998"), ("988 is free.", "989 is free."), ("call 101", "call 110"),
    ("call 105", "call 150"), ("Call 9-8-8.", "Call 9-8-9."), ("Lifeline: 13 11 14", "Lifeline: 13 11 41"),
    ("10111", "10112"), ("08600 10111", "08600 10112"), ("Text HOME to 741741", "Text HOME to 741714"),
    ("416.808.2222", "416.808.2223"), ("(416) 808-2222", "(905) 808-2222"), ("Text HELP to 4357", "Text HELP to 4375"),
    ("911, 112 or 999", "911, 113 or 999"), ("Call 1737", "Call 1773"), ("Then press 55.", "Then press 56."),
    ("Composez le 911.", "Composez le 991."), ("Appelez le [911](tel:911).", "Appelez le [911](tel:991)."),
    ("Textez CONNECT au 686868", "Textez CONNECT au 686886"), ("Danger : 911", "Danger : 119"),
    ("Danger: 999. No hurry: 101.", "Danger: 101. No hurry: 999."), ("Call police.", "Call 911."),
    ("Call 911 24 hours a day", "Call 912 24 hours a day"), ("In some places 911 fails.", "In some places 912 fails."),
]  # fmt: skip
NO_NUMBERS = [
    ("section 264", "section 265"), ("ss. 301 and 302", "ss. 301 and 303"), ("s. 162.1(2)", "s. 162.2(2)"),
    ("2 years", "3 years"), ("180 days", "365 days"), ("10 to 14 years", "12 to 14 years"), ("90 jours", "100 jours"),
    ("18 July 2026", "19 July 2027"), ("le 18 juillet 2026", "le 19 juillet 2027"), ("2026-07-18", "2027-07-19"),
    ("$25,000", "$35,000"), ("5 000 $", "6 000 $"), ("18 U.S.C. § 875(c)", "18 U.S.C. § 876(c)"),
    ("les articles 264 et 372", "les articles 265 et 372"), ("9:30 to 16:45", "8:30 to 16:15"),
    ("[a page](https://example.org/a-264/1234567)", "[a page](https://example.org/a-265/7654321)"),
    ("Call 911 or 112.", "Call 112."), ("Call 1-800-555-0199", "Call 1 800 555 0199"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), NUMBERS)
def test_no_number_to_call_is_changed_alone_however_short_or_written(before, after):
    assert changed_alone(before, after) == ["body_en"]


@pytest.mark.parametrize(("before", "after"), NO_NUMBERS)
def test_sections_dates_lengths_and_amounts_need_nobody_else_and_neither_does_taking_a_number_away(before, after):
    assert changed_alone(before, after) == []


def changed_alone(before, after):
    state = {"status": "published", "slug": "number-911"}
    return fields_for_second_editor(spec_of(Page), state | {"body_en": before}, state | {"body_en": after})


NEIGHBOURS = [
    (Offence, name)
    for name in (
        "maximum_en", "maximum_fr", "section_en", "section_fr", "section_number", "statute", "classification",
        "classification_note_en", "classification_note_fr", "law_status", "in_force_from", "in_force_until",
        "law_changed_on", "earlier_rule_en", "earlier_rule_fr",
    )
]  # fmt: skip
NEIGHBOURS += [
    (OfficialWording, "text_fr"), (ReportingChannel, "phone"), (Phone, "authority"),
    (Jurisdiction, "emergency_note_fr"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name"), NEIGHBOURS)
def test_what_decides_a_penalty_or_a_number_waits_and_may_be_taken_from_readers(model, name):
    spec, state = spec_of(model), {"status": "published", name: "before"}
    assert fields_for_second_editor(spec, state, state | {name: "after"}) == [name]
    assert fields_for_second_editor(spec, state, {"status": "published"}) == [name]
    assert fields_for_second_editor(spec, state, {"status": "retired", name: "after"}) == []
    assert fields_for_second_editor(spec, state, state | {"editor_note": "911"}) == []


def test_a_card_said_to_be_out_of_force_waits_for_a_second_editor(ada, card):
    save(ada, card, form_of(ada, card) | {"law_status": "not_in_force", "classification": "summary"})
    assert {"law_status", "classification"} == set(Proposal.objects.get().fields)
    card.refresh_from_db()
    assert (card.law_status, card.classification) == ("in_force", "hybrid")


@pytest.mark.parametrize("model", [Phone, Jurisdiction])
def test_every_number_that_readers_are_given_is_known_in_running_text(model):
    told = {"emergency_number"} if model is Jurisdiction else {"number", "tel"}
    for record in model.objects.published():
        for number in filter(None, (getattr(record, name) for name in told)):
            assert changed_alone("Help.", f"Help: {number} (day and night)."), number


@pytest.mark.parametrize(("model", "key", "change"), SENSITIVE)
def test_what_may_harm_waits_for_a_second_editor(ada, bo, model, key, change):
    record = model.objects.get(**key)
    before = state_now(spec_of(model), record)
    response = save(ada, record, form_of(ada, record) | change)
    proposal = Proposal.objects.get()
    assert response.url == proposal_page(proposal)
    assert state_now(spec_of(model), record) == before
    assert set(change) & set(proposal.fields)
    # Its author may not approve it, not even with the right to approve.
    assert decide(ada, proposal, "approve").status_code == 200
    proposal.refresh_from_db()
    assert proposal.is_pending
    decide(bo, proposal, "approve")
    record.refresh_from_db()
    for name, value in change.items():
        assert getattr(record, name) == value
    row = record.history.first()
    assert (row.history_user.username, row.approved_by.username) == ("ada", "bo")


def test_the_author_with_the_right_to_approve_may_not_approve_their_own(ada, bo, card):
    save(bo, card, form_of(bo, card) | {"maximum_en": "20 years."})
    proposal = Proposal.objects.get()
    assert "Somebody else has to approve" in decide(bo, proposal, "approve").content.decode()
    card.refresh_from_db()
    assert card.maximum_en != "20 years."
    assert decide(ada, proposal, "approve").status_code == 403  # an editor without the right


def test_other_changes_of_a_card_need_nobody_else(ada, card):
    save(ada, card, form_of(ada, card) | {"say_en": "Say it like this."})
    card.refresh_from_db()
    assert card.say_en == "Say it like this."
    assert not Proposal.objects.exists()


def test_taking_a_wrong_number_away_needs_nobody_else(ada):
    phone = Phone.objects.get(slug="au-131-444")
    save(ada, phone, form_of(ada, phone) | {"status": Status.RETIRED})
    phone.refresh_from_db()
    assert phone.status == Status.RETIRED
    save(ada, phone, form_of(ada, phone) | {"status": Status.PUBLISHED})
    phone.refresh_from_db()
    assert phone.status == Status.IN_REVIEW  # back to readers only with a second editor
    assert Proposal.objects.get().is_pending


def test_a_new_record_goes_from_draft_through_review_to_readers(ada, bo, client):
    data = {
        "slug": "new-page", "title_en": "A new source", "publisher_en": "An office", "url_en": "https://example.org/",
        "kind": "official", "support": "page_read", "status": "in_review", "change_why": "A better page",
    }  # fmt: skip
    add = "/admin/jurisdictions/source/add/"
    response = ada.post(add, form_at(ada, add) | data)
    proposal = Proposal.objects.get()
    assert response.url == proposal_page(proposal)
    source = Source.objects.get(slug="new-page")
    assert source.status == Status.IN_REVIEW
    decide(bo, proposal, "approve")
    source.refresh_from_db()
    assert source.status == Status.PUBLISHED


def test_one_change_at_a_time_waits(ada, bo, card):
    data = form_of(bo, card)
    save(ada, card, form_of(ada, card) | {"maximum_en": "20 years."})
    response = save(bo, card, data | {"say_en": "Mine"})
    assert response.url == proposal_page(Proposal.objects.get())
    card.refresh_from_db()
    assert card.say_en != "Mine"
    assert "waits for a second editor" in bo.get(address(card)).content.decode()


def test_sent_back_with_an_answer_and_withdrawn_without_trace_for_readers(ada, bo, card):
    before = state_now(spec_of(Offence), card)
    save(ada, card, form_of(ada, card) | {"maximum_en": "20 years."})
    first = Proposal.objects.get()
    assert "Say what should be looked at" in decide(bo, first, "send_back").content.decode()
    decide(bo, first, "send_back", "The Code says 10.")
    first.refresh_from_db()
    assert (first.decision, first.answer) == ("sent_back", "The Code says 10.")
    save(ada, card, form_of(ada, card) | {"maximum_en": "30 years."})
    second = Proposal.objects.get(decision="pending")
    decide(ada, second, "send_back", "A slip")
    second.refresh_from_db()
    assert second.decision == "withdrawn"
    assert state_now(spec_of(Offence), card) == before


def test_a_change_is_not_approved_over_another(ada, bo, card):
    save(ada, card, form_of(ada, card) | {"maximum_en": "20 years."})
    Offence.objects.filter(pk=card.pk).update(say_en="A load came in between")
    assert "has changed since this was proposed" in decide(bo, Proposal.objects.get(), "approve").content.decode()
    card.refresh_from_db()
    assert card.maximum_en != "20 years."


def test_a_part_is_saved_as_a_change_of_its_record(ada, bo, client):
    rung = EscalationLadder.objects.get(slug="australia").rungs.get(slug="paper-trail")
    save(ada, rung, form_of(ada, rung) | {"title_en": "First, a paper trail"})
    rung.refresh_from_db()
    assert rung.title_en == "First, a paper trail"
    row = rung.ladder.history.first()
    assert row.history_change_reason == "Because the page says so"
    assert "First, a paper trail" in str(row.record_state)
    save(ada, rung, form_of(ada, rung) | {"body_en": "Call [001](tel:001)."})
    assert Proposal.objects.get().folder == "ladders"
    rung.refresh_from_db()
    assert "001" not in rung.body_en


def test_the_preview_is_the_real_page_and_saves_nothing(ada, card, client):
    before = state_now(spec_of(Offence), card)
    data = form_of(ada, card) | {"maximum_en": "Ninety-nine years, in a preview", "_preview": "1"}
    response = ada.post(address(card), data)
    page = read(response)
    assert "Ninety-nine years, in a preview" in page.text
    assert "Preview for editors" in page.text
    assert page.one("h1").text == read(client.get(card.get_absolute_url())).one("h1").text
    assert "no-store" in response.headers["Cache-Control"]
    assert "CDN-Cache-Control" not in response.headers
    assert state_now(spec_of(Offence), card) == before
    assert not Proposal.objects.exists()
    assert "Ninety-nine" not in client.get(card.get_absolute_url()).content.decode()


# What readers see of a record on its page, where that is neither its title nor its name.
SEEN_AS = {
    CrossBorderRoute: lambda record: record.steps.first().title,
    EscalationLadder: lambda record: record.rungs.first().title,
    Guide: lambda record: record.blocks.get(slug="step-1").title,
    BehaviourMatch: lambda record: record.offence.name,
    PlatformRoute: lambda record: capfirst(record.get_kind_display()),
    Phone: lambda record: record.number,
    BrushOff: lambda record: record.said,
    OfficialWording: lambda record: record.heading,
}
# Those of a kind that a page shows: not a place without a guide, nor an Act without a card.
SHOWN = {
    Authority: {"kind": "helpline"}, Jurisdiction: {"guide__isnull": False}, Phone: {"authority__kind": "police"},
    Statute: {"offences__status": "published"}, Treaty: {"parties__jurisdiction__slug": "canada"},
}  # fmt: skip


@pytest.mark.parametrize(
    "model", [spec.model for spec in all_specs() if spec.folder != "aliases"], ids=lambda m: m.__name__
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_a_record_of_every_kind_answers_and_shows_it_in_both_languages(client, model, language):
    records = model.objects.published().filter(**SHOWN.get(model, {})).order_by("pk").distinct()
    if model is Source:
        records = records.filter(pk__in=[source.pk for source in sources_in_use()])
    for record in (records.first(), records.last()):
        path = reader_path(record)
        assert client.get(path).status_code == 200, path
        page = page_as_readers_see_it(record, language)
        with override(language):
            words = SEEN_AS.get(model, lambda one: getattr(one, "title", None) or one.name)(record)
        tree = read(page)
        assert tree.one("html").attrs["lang"].startswith(language)
        assert " ".join(plain(words).split()) in tree.one("main").text, path
    if model in (Page, Behaviour, Essential, Platform, PlatformRoute, CrossBorderRoute, Treaty):
        assert path != "/sources/"


def plain(words):
    return words.replace("*", "").replace("'", "’")


@pytest.mark.parametrize(
    ("model", "key", "path"),
    [
        (CrossBorderRoute, {"slug": "to-united-states"}, "/canada/harasser-in-united-states/"),
        (CrossBorderRoute, {"slug": "to-canada"}, "/united-states/harasser-in-canada/"),
        (CrossBorderRoute, {"slug": "from-scotland"}, "/united-kingdom/scotland/harasser-abroad/"),
        (CrossBorderRoute, {"slug": "abroad"}, "/canada/harasser-abroad/"),
        (Page, {"slug": "privacy"}, "/privacy/"),
        (Behaviour, {"slug": "threatened"}, "/"),
        (
            OfficialWording,
            {"slug": "criminal-code-264"},
            "/canada/offences/criminal-harassment/",
        ),
    ],
)
def test_what_has_no_page_of_its_own_leads_to_the_one_that_shows_it(model, key, path):
    record = model.objects.get(**key)
    assert reader_path(record) == path
    with override("fr"):
        assert reader_path(record) == path  # the change log adds the language


def test_a_note_leads_readers_of_both_languages_to_the_page_that_shows_the_record(ada, client):
    step = CrossBorderRoute.objects.get(slug="to-united-states").steps.first()
    save(ada, step, form_of(ada, step) | {"title_en": "New", "change_notable": "on"}, change_note_en="A step is new.")
    for prefix in ("", "/fr"):
        address_of_pair = f"{prefix}/canada/harasser-in-united-states/"
        links = [link.attrs.get("href") for link in read(client.get(f"{prefix}/changes/")).one("main").all("a")]
        assert address_of_pair in links
        assert client.get(address_of_pair).status_code == 200


def test_a_french_edit_is_previewed_in_french(ada, bo, card):
    data = form_of(ada, card) | {"maximum_fr": "Vingt ans, à l’essai", "_preview": "fr"}
    page = read(ada.post(address(card), data))
    assert page.one("html").attrs["lang"].startswith("fr")
    assert "Vingt ans, à l’essai" in page.text
    assert "Vingt ans" not in read(ada.post(address(card), data | {"_preview": "en"})).one("main").text
    save(ada, card, form_of(ada, card) | {"maximum_fr": "Vingt ans, à l’essai"})
    proposal = Proposal.objects.get()
    assert "Vingt ans" in bo.get(proposal_page(proposal, "preview"), {"language": "fr"}).content.decode()
    assert "Vingt ans" not in bo.get(proposal_page(proposal, "preview")).content.decode()


def test_a_draft_is_previewed_as_it_will_look(ada, card):
    Offence.objects.filter(pk=card.pk).update(status=Status.DRAFT)
    card.refresh_from_db()
    response = ada.post(address(card), form_of(ada, card) | {"_preview": "1"})
    assert read(response).one("h1").text
    card.refresh_from_db()
    assert card.status == Status.DRAFT


def test_a_proposal_is_previewed(ada, bo, card):
    save(ada, card, form_of(ada, card) | {"maximum_en": "Ninety-nine years"})
    proposal = Proposal.objects.get()
    assert "Ninety-nine years" in bo.get(proposal_page(proposal, "preview")).content.decode()
    card.refresh_from_db()
    assert "Ninety" not in card.maximum_en


def test_the_second_of_two_editors_is_shown_the_first_change(ada, bo, card):
    first, second = form_of(ada, card), form_of(bo, card)
    save(ada, card, first | {"say_en": "Ada's words", "caution_en": "Ada's caution"}, why="Clearer")
    response = save(bo, card, second | {"say_en": "Bo's words", "evidence_en": "Bo's evidence"})
    assert response.status_code == 409
    page = response.content.decode()
    for words in ("Ada&#x27;s words", "Ada&#x27;s caution", "Bo&#x27;s words", "Bo&#x27;s evidence", "ada", "Clearer"):
        assert words in page
    card.refresh_from_db()
    assert (card.say_en, card.caution_en) == ("Ada's words", "Ada's caution")
    sealed = response.context["sealed"]
    bo.post(address(card, "resolve"), {"sealed": sealed, "take_say_en": "mine"})
    card.refresh_from_db()
    assert (card.say_en, card.caution_en, card.evidence_en) == ("Bo's words", "Ada's caution", "Bo's evidence")
    assert bo.post(address(card, "resolve"), {"sealed": sealed, "take_say_en": "mine"}).status_code == 409


def test_a_conflict_settled_with_a_penalty_still_needs_a_second_editor(ada, bo, card):
    second = form_of(bo, card)
    save(ada, card, form_of(ada, card) | {"say_en": "Ada's words"})
    response = save(bo, card, second | {"maximum_en": "20 years."})
    assert response.status_code == 409
    response = bo.post(address(card, "resolve"), {"sealed": response.context["sealed"]})
    assert response.url == proposal_page(Proposal.objects.get())
    card.refresh_from_db()
    assert (card.say_en, card.maximum_en == "20 years.") == ("Ada's words", False)


def test_what_was_sealed_cannot_be_changed_on_the_way(ada, card):
    assert ada.post(address(card, "resolve"), {"sealed": "forged"}).status_code == 404


def test_a_conflict_in_the_parts_keeps_both(ada, bo):
    ladder = EscalationLadder.objects.get(slug="australia")
    second = form_of(bo, ladder)
    rung = ladder.rungs.get(slug="paper-trail")
    save(ada, rung, form_of(ada, rung) | {"title_en": "Ada's rung"})
    response = save(bo, ladder, second | {"summary_en": "Bo's summary"})
    assert response.status_code == 409
    bo.post(address(ladder, "resolve"), {"sealed": response.context["sealed"]})
    ladder.refresh_from_db()
    assert ladder.summary_en == "Bo's summary"
    assert ladder.rungs.filter(title_en="Ada's rung").exists()


def test_the_history_shows_differences_and_brings_a_version_back(ada, bo, card):
    was = card.say_en
    save(ada, card, form_of(ada, card) | {"say_en": "Worse words"}, why="I thought it better")
    page = ada.get(address(card, "history")).content.decode()
    for words in ("I thought it better", "Worse words", "say_en", "ada", "Loaded from the fixtures"):
        assert words in page
    loaded = card.history.filter(from_files=True).first()
    version = address(card, "history").replace("/history/", f"/version/{loaded.history_id}/")
    assert "Worse words" in ada.get(version).content.decode()
    assert ada.post(version, {"change_why": ""}).status_code == 200
    ada.post(version, {"change_why": "It was better before"})
    card.refresh_from_db()
    assert card.say_en == was
    assert card.history.first().history_change_reason == "It was better before"


def test_bringing_back_a_penalty_needs_a_second_editor(ada, bo, card):
    save(ada, card, form_of(ada, card) | {"maximum_en": "20 years."})
    decide(bo, Proposal.objects.get(), "approve")
    loaded = card.history.filter(from_files=True).first()
    version = address(card, "history").replace("/history/", f"/version/{loaded.history_id}/")
    ada.post(version, {"change_why": "The Code says 10"})
    assert Proposal.objects.filter(decision="pending").count() == 1
    card.refresh_from_db()
    assert card.maximum_en == "20 years."


def test_what_is_cited_is_not_deleted_and_the_page_says_by_what(ada):
    source = Source.objects.get(slug="au-reportcyber")
    response = ada.get(address(source, "delete"))
    page = response.content.decode()
    assert "The ladder in Australia" in page
    assert 'type="submit"' not in page.split("content-main")[-1].split("logout")[0]
    assert ada.post(address(source, "delete"), {"post": "yes"}).status_code == 200
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_card_named_by_another_card_is_not_deleted(ada, canada):
    card = Offence.objects.create(
        jurisdiction=canada, slug="made-by-hand", name_en="By hand", section_en="s. 1", group="further", position=900,
        kind="offence", classification="hybrid", law_status="in_force",
    )  # fmt: skip
    other = Offence.objects.get(slug="criminal-harassment", jurisdiction=canada)
    other.related.add(card)
    page = ada.get(address(card, "delete")).content.decode()
    assert str(other) in page.replace("&#x27;", "'")
    other.related.remove(card)
    ada.post(address(card, "delete"), {"post": "yes"})
    assert not Offence.objects.filter(pk=card.pk).exists()


def test_what_stands_in_the_fixtures_is_retired_and_not_deleted(ada):
    source = Source.objects.filter(loaded_state__isnull=False).first()
    assert "It stands in the fixtures" in ada.get(address(source, "delete")).content.decode()
    assert b"delete_selected" not in ada.get("/admin/jurisdictions/source/").content


def test_a_slug_that_is_known_outside_cannot_be_changed(ada, card):
    save(ada, card, form_of(ada, card) | {"slug": "another"})
    card.refresh_from_db()
    assert card.slug == "criminal-harassment"
