"""The editors' desk: what waits, by the page a reader knows, in few queries however much there is."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from falseos.base_models import Status
from falseos.editing.models import Proposal
from falseos.editing.pages import reader_path
from falseos.editing.records import spec_of, state_now
from guides.desk.kinds import all_kinds, records
from guides.desk.rows import named_rows
from guides.desk.sections import TITLES, front
from guides.models import BrushOff, Essential, Guide, GuideBlock, Page, Platform, PlatformRoute
from jurisdictions.citing import kind_of, reference, ties
from jurisdictions.models import (
    AddressState,
    Authority,
    CheckEvent,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    LadderRung,
    Municipality,
    Phone,
    PhoneState,
    ReaderFlag,
    ReportingChannel,
    ReviewItem,
    Source,
    TextChange,
    TranslationState,
    Treaty,
    Verdict,
)
from offences.models import LawFinding, Offence, OfficialWording, Statute
from tests.desk import address, form_of, person, save, signed_in
from tests.html import read

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def section(name):
    return next(one for one in front() if one.name == name)


def lines(name):
    return [(page.name, line) for page, some in section(name).groups for line in some]


@pytest.fixture
def harassment():
    return Offence.objects.get(slug="criminal-harassment", jurisdiction__slug="canada")


def state_of(source, **more):
    fields = {
        "verdict": Verdict.NOT_FOUND,
        "failures": 3,
        "checked_at": NOW,
        "address": source.url_en,
        "language": "en",
    }
    return AddressState.objects.create(source=source, **fields | more)


def test_a_broken_link_stands_under_the_pages_that_cite_it(harassment):
    source = Source.objects.get(slug="criminal-code-s-264")
    state_of(source)
    state_of(Source.objects.get(slug="crtc-9-1-services"), failures=2)
    ((page, line),) = lines("links")
    pages = {page, *(other.name for other in line.also)}
    assert "Card: Criminal harassment (stalking) (Canada)" in pages
    assert line.mend == reverse("admin:jurisdictions_source_change", args=[source.pk])
    assert "page not found" in line.note


def test_a_moved_link_and_a_vanished_number_stand_there_too():
    source = Source.objects.published().first()
    state_of(source, verdict=Verdict.MOVED, failures=0, final_address="https://elsewhere.example/")
    phone = Phone.objects.published().filter(authority__jurisdiction__slug="canada").first()
    PhoneState.objects.create(phone=phone, verdict=Verdict.NOT_ON_PAGE, failures=3, checked_at=NOW)
    found = lines("links")
    assert any("elsewhere.example" in line.note for _page, line in found)
    assert ("Guide for Canada", phone.number) in [(page, line.title) for page, line in found]


def test_what_awaits_its_check_has_its_doubt(client):
    source = Source.objects.get(slug="crtc-9-1-services")
    assert section("awaiting").count == sum(
        kind.model._default_manager.filter(status=Status.AWAITING_CHECK).count()
        for kind in all_kinds()
        if hasattr(kind.model, "editor_note")
    )
    for kind in all_kinds():
        if hasattr(kind.model, "editor_note"):
            kind.model._default_manager.exclude(pk=source.pk).update(status=Status.PUBLISHED)
    assert any(source.doubt in line.note for _page, line in lines("awaiting"))


@pytest.mark.parametrize(("days", "overdue"), [(179, False), (180, False), (181, True)])
def test_a_review_is_overdue_after_the_days_of_its_kind(client, days, overdue):
    channel = ReportingChannel.objects.published().filter(jurisdiction__slug="canada").first()
    assert channel.review_days == 180
    assert not channel.is_overdue
    channel.checked_on = timezone.localdate() - datetime.timedelta(days=days)
    channel.save()
    assert channel.is_overdue is overdue
    listed = [line.title for _page, line in lines("overdue")]
    assert (channel.name in listed) is overdue
    text = read(client.get("/canada/")).one("main").text
    assert "Checked on" in text
    assert ("being re-checked" in text) is overdue


def test_readers_see_that_a_source_and_a_card_are_being_rechecked(client, harassment):
    source = Source.objects.get(slug="criminal-code-s-264")
    OfficialWording.objects.update(consolidated_to=timezone.localdate())
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    Source.objects.filter(pk=source.pk).update(checked_on=long_ago)
    Offence.objects.filter(pk=harassment.pk).update(law_read_on=long_ago)
    text = read(client.get(harassment.get_absolute_url())).one("main").text
    assert text.count("being re-checked") == 1
    assert "Being re-checked" in text
    Source.objects.filter(pk=source.pk).update(checked_on=timezone.localdate())
    Offence.objects.filter(pk=harassment.pk).update(law_read_on=timezone.localdate())
    text = read(client.get(harassment.get_absolute_url())).one("main").text
    assert "re-checked" not in text


AGED = [
    (Authority, {"kind": "police", "jurisdiction__slug": "ontario"}, "/canada/ontario/"),
    (Authority, {"kind": "helpline", "jurisdiction__slug": "canada"}, "/canada/"),
    (BrushOff, {}, "/canada/brushed-off/"),
    (CrossBorderRoute, {"slug": "to-united-states"}, "/canada/harasser-in-united-states/"),
    (CrossBorderRoute, {"slug": "from-canada"}, "/canada/harasser-in-united-states/"),
    (EscalationLadder, {"slug": "australia"}, "/australia/"),
    (Essential, {"slug": "evidence"}, "/essentials/evidence/"),
    (Guide, {"slug": "canada"}, "/canada/"),
    (Jurisdiction, {"slug": "ontario"}, "/canada/ontario/"),
    (Jurisdiction, {"slug": "scotland"}, "/united-kingdom/"),
    (Municipality, {"slug": "on-toronto"}, "/canada/police/?place=Toronto"),
    (Offence, {"slug": "extortion", "jurisdiction__slug": "canada"}, "/canada/offences/extortion/"),
    (OfficialWording, {"slug": "criminal-code-264"}, "/canada/offences/criminal-harassment/"),
    (Page, {"slug": "privacy"}, "/privacy/"),
    (Phone, {"slug": "au-131-444"}, "/australia/"),
    (Platform, {}, ""),
    (PlatformRoute, {}, ""),
    (ReportingChannel, {"jurisdiction__slug": "canada"}, "/canada/"),
    (Source, {"slug": "criminal-code-s-264"}, "/sources/statute/"),
    (Statute, {"slug": "criminal-code"}, "/canada/offences/criminal-harassment/"),
    (Treaty, {"slug": "us-canada-mlat"}, "/canada/harasser-in-united-states/"),
]


@pytest.mark.parametrize(("model", "key", "path"), AGED, ids=lambda value: getattr(value, "__name__", None))
def test_readers_are_told_of_a_record_of_every_kind_that_it_is_being_rechecked(client, model, key, path):
    OfficialWording.objects.update(consolidated_to=timezone.localdate())
    Offence.objects.exclude(law_read_on=None).update(law_read_on=timezone.localdate())
    record = model.objects.published().filter(**key).order_by("pk").first()
    path = path or reader_path(record)
    words = {"": "re-checked", "/fr": "nouvelle vérification"}
    before = {prefix: rechecked(client, prefix + path, words[prefix]) for prefix in words}
    assert before == {"": 0, "/fr": 0}
    long_ago = timezone.localdate() - datetime.timedelta(days=record.review_days + 1)
    dates = {OfficialWording: ["consolidated_to"], Offence: ["law_read_on", "checked_on"]}.get(model, ["checked_on"])
    model.objects.filter(pk=record.pk).update(**dict.fromkeys(dates, long_ago))
    for prefix, phrase in words.items():
        assert rechecked(client, prefix + path, phrase) >= 1, prefix


def rechecked(client, path, phrase):
    return read(client.get(path)).one("main").text.lower().count(phrase)


def test_models_and_desk_agree_on_what_is_overdue(harassment):
    today = timezone.localdate()
    for law, checked in ((10, None), (200, None), (200, 10), (10, 200), (None, 200), (None, 10), (200, 300)):
        days = {
            "law_read_on": today - datetime.timedelta(days=law) if law else None,
            "checked_on": today - datetime.timedelta(days=checked) if checked else None,
        }
        Offence.objects.filter(pk=harassment.pk).update(**days)
        harassment.refresh_from_db()
        listed = [line.row.pk for _page, line in lines("overdue") if line.row.kind.model is Offence]
        assert (harassment.pk in listed) is harassment.is_overdue, days


def test_law_changes_changed_texts_and_flags_stand_beside_the_record(harassment):
    LawFinding.objects.create(
        statute=harassment.statute, section_number="264", card=harassment, what="maximum", message="Higher now.",
        consolidated_to=timezone.localdate(), found_at=NOW,
    )  # fmt: skip
    source = Source.objects.get(slug="criminal-code-s-264")
    change = TextChange.objects.create(
        state=state_of(source, verdict=Verdict.OK, failures=0), seen_at=NOW, fingerprint="x", difference="- a\n+ b"
    )
    kind, key = reference(harassment).split(" ")
    ReviewItem.objects.create(change=change, kind=kind, key=key)
    ReaderFlag.objects.create(kind=kind, key=key, code="hard", day=timezone.localdate(), count=4)
    card = "Card: Criminal harassment (stalking) (Canada)"
    for name, words in (
        ("law", "Higher now."),
        ("texts", "reads differently"),
        ("flags", "hard to understand: 4 times"),
    ):
        ((page, line),) = lines(name)
        assert page == card
        assert words in line.note
        assert line.mend == reverse("admin:offences_offence_change", args=[harassment.pk])
    assert lines("texts")[0][1].difference == "- a\n+ b"


def test_every_part_and_record_can_be_named():
    for kind in all_kinds():
        record = kind.model._default_manager.first()
        if record is not None:
            name, key = reference(record).split(" ", 1)
            row = named_rows([(name, key)])[name, key]
            assert row.pk == record.pk, name
            assert row.title, name
    assert {kind_of(tie.record) for tie in ties()} <= {kind.name for kind in all_kinds()}


def test_the_front_costs_few_queries_with_ten_thousand_sources(admin_client, harassment):
    counts = {}
    for number in (10, 10_000):
        Source.objects.filter(slug__startswith="many-").delete()
        made = Source.objects.bulk_create(
            Source(
                slug=f"many-{n}", title_en=f"Many {n}", publisher_en="x", url_en=f"https://many.example/{n}",
                status=[Status.PUBLISHED, Status.AWAITING_CHECK][n % 2], doubt="unsure",
                checked_on=timezone.localdate() - datetime.timedelta(days=500) if n % 4 else None,
            )
            for n in range(number)
        )  # fmt: skip
        AddressState.objects.bulk_create(
            AddressState(source=source, language="en", address=source.url_en, verdict="dns", failures=3, checked_at=NOW)
            for source in made[::7]
        )
        reference_of = reference(harassment).split(" ")
        ReaderFlag.objects.update_or_create(
            kind=reference_of[0], key=reference_of[1], code="hard", day=timezone.localdate(), defaults={"count": 2}
        )
        with CaptureQueriesContext(connection) as queries:
            response = admin_client.get(reverse("admin:index"))
        assert response.status_code == 200
        counts[number] = len(queries)
    assert counts[10] == counts[10_000] <= 20, counts
    page = read(response)
    assert "Broken or moved links and numbers: 1429" in page.text
    assert len(response.content) < 300_000


def test_each_section_can_be_read_to_its_end(admin_client):
    Source.objects.bulk_create(
        Source(
            slug=f"many-{n}", title_en=f"Many {n}", publisher_en="x", url_en="https://many.example/", status="published"
        )
        for n in range(250)
    )
    for name in TITLES:
        assert admin_client.get(reverse("desk-section", args=[name])).status_code == 200
    seen, page = set(), 1
    while True:
        content = read(admin_client.get(reverse("desk-section", args=["never"]), {"page": page}))
        seen |= {link.text for link in content.all("a") if link.text.startswith("Many ")}
        if not any(link.text == "Next page" for link in content.all("a")):
            break
        page += 1
    assert len(seen) == 250
    assert admin_client.get(reverse("desk-section", args=["nothing"])).status_code == 404
    assert admin_client.get(reverse("desk-section", args=["never"]), {"page": "-1"}).status_code == 200


def settle(client, line, back=""):
    return client.post(reverse("desk-settle"), {"line": line, "back": back})


def test_looking_at_a_record_takes_it_from_the_desk(admin_client, admin_user, harassment):
    source = Source.objects.get(slug="criminal-code-s-264")
    Source.objects.filter(pk=source.pk).update(checked_on=datetime.date(2020, 1, 1))
    assert source.title in [line.title.split(" (")[0] for _page, line in lines("overdue")]
    assert settle(admin_client, f"checked-jurisdictions.source-{source.pk}").status_code == 302
    source.refresh_from_db()
    assert source.checked_on == timezone.localdate()
    event = CheckEvent.objects.get()
    assert (event.source, event.by, event.verdict) == (source, admin_user, Verdict.RIGHT)
    finding = LawFinding.objects.create(
        statute=harassment.statute, section_number="264", card=harassment, what="maximum", message="Higher now.",
        consolidated_to=timezone.localdate(), found_at=NOW,
    )  # fmt: skip
    change = TextChange.objects.create(
        state=state_of(source, verdict=Verdict.OK, failures=0), seen_at=NOW, fingerprint="new", text="b", difference="x"
    )
    item = ReviewItem.objects.create(change=change, kind="offences.offence", key="canada/criminal-harassment")
    ReaderFlag.objects.create(kind=item.kind, key=item.key, code="hard", day=timezone.localdate(), count=1)
    for line in (f"law-{finding.pk}", f"text-{item.pk}", "flag-hard-offences.offence-canada/criminal-harassment"):
        assert settle(admin_client, line).status_code == 302
    finding.refresh_from_db()
    assert finding.settled_by == admin_user
    assert AddressState.objects.get().fingerprint == "new"
    for name in ("law", "texts", "flags"):
        assert section(name).count == 0
    for line in ("", "x", "law-x", "law-999999", "checked-auth.user-1", "text-", "checked-offences.offence-0"):
        assert settle(admin_client, line).status_code == 404, line
    assert settle(admin_client, f"law-{finding.pk}", "//evil.example/").headers["Location"] == reverse("admin:index")
    assert admin_client.get(reverse("desk-settle")).status_code == 405


def test_a_look_is_kept_in_the_history_with_its_author_its_words_and_the_whole_record(admin_client, admin_user):
    for kind in records():
        record = kind.model._default_manager.first()
        if record is None:
            continue
        settle(admin_client, f"checked-{kind.name}-{record.pk}")
        record.refresh_from_db()
        assert record.checked_on == timezone.localdate(), kind
        row = record.history.first()
        assert (row.history_user, row.history_change_reason) == (admin_user, "Compared with its pages: it is right.")
        assert row.record_state == state_now(spec_of(kind.model), record)
        assert row.record_state["checked_on"] == timezone.localdate().isoformat(), kind
    part = LadderRung.objects.first()
    assert settle(admin_client, f"checked-jurisdictions.ladderrung-{part.pk}").status_code == 404


def test_a_look_does_not_go_in_between_a_change_and_its_approval(admin_client, harassment):
    ada, bo = signed_in(person("ada", "Editor")), signed_in(person("bo", "Editor", "Reviewer"))
    save(ada, harassment, form_of(ada, harassment) | {"maximum_en": "20 years."})
    before = harassment.history.count()
    response = admin_client.post(
        reverse("desk-settle"), {"line": f"checked-offences.offence-{harassment.pk}"}, follow=True
    )
    assert "waits for a second editor" in response.content.decode()
    assert "Noted." not in response.content.decode()
    harassment.refresh_from_db()
    assert harassment.checked_on is None
    assert harassment.history.count() == before
    bo.post(address(Proposal.objects.get()), {"decision": "approve", "answer": ""})
    harassment.refresh_from_db()
    assert harassment.maximum_en == "20 years."


def test_the_desk_is_for_those_who_may_read_the_records(client, harassment):
    finding = LawFinding.objects.create(
        statute=harassment.statute, section_number="264", card=harassment, what="maximum", message="Higher now.",
        consolidated_to=timezone.localdate(), found_at=NOW,
    )  # fmt: skip
    section_address = reverse("desk-section", args=["law"])
    assert client.get(section_address).status_code == 302
    assert settle(client, f"law-{finding.pk}").status_code == 302
    user = User.objects.create_user("staff", password="x" * 12, is_staff=True)
    client.force_login(user)
    assert client.get(section_address).status_code == 403
    assert "What waits" not in client.get(reverse("admin:index")).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="view_source"))
    assert client.get(section_address).status_code == 200
    assert "What waits" in client.get(reverse("admin:index")).content.decode()
    assert settle(client, f"law-{finding.pk}").status_code == 403
    finding.refresh_from_db()
    assert finding.settled_at is None
    user.user_permissions.add(Permission.objects.get(codename="change_offence"))
    assert settle(client, f"law-{finding.pk}").status_code == 302


def test_a_source_and_a_number_show_their_history_to_an_editor(admin_user):
    source = Source.objects.first()
    phone = Phone.objects.first()
    for number in range(30):
        CheckEvent.objects.create(source=source, at=NOW, verdict="dns", detail=f"round {number}")
    CheckEvent.objects.create(phone=phone, at=NOW, verdict="wrong", by=admin_user)
    state_of(source)
    editor = signed_in(person("ada", "Editor"))
    text = editor.get(reverse("admin:jurisdictions_source_change", args=[source.pk])).content.decode()
    assert "round 29" in text
    assert "round 5" not in text
    assert "page not found" in text
    text = editor.get(reverse("admin:jurisdictions_phone_change", args=[phone.pk])).content.decode()
    assert "wrong: checked by an editor" in text


def test_translations_are_told_missing_and_behind(harassment):
    Offence.objects.filter(pk=harassment.pk).update(summary_en="One.", summary_fr="Un.", action_fr="Notez.", say_fr="")
    call_command("check_translations", verbosity=0)
    state = TranslationState.objects.get(key="canada/criminal-harassment", kind="offences.offence")
    assert "say" in state.missing
    assert state.behind == []
    Offence.objects.filter(pk=harassment.pk).update(summary_en="Two.")
    call_command("check_translations", verbosity=0)
    state.refresh_from_db()
    assert state.behind == ["summary"]
    call_command("check_translations", verbosity=0)
    state.refresh_from_db()
    assert state.behind == ["summary"]
    Offence.objects.filter(pk=harassment.pk).update(summary_fr="Deux.")
    call_command("check_translations", verbosity=0)
    state.refresh_from_db()
    assert state.behind == []
    assert section("translations").count == TranslationState.objects.exclude(missing=[], behind=[]).count() > 0


def test_an_edit_in_the_admin_is_noticed_at_once(admin_client):
    essential = GuideBlock.objects.filter(guide__slug="canada").first()
    GuideBlock.objects.filter(pk=essential.pk).update(action_fr="Appelez.")
    call_command("check_translations", verbosity=0)
    address = reverse("admin:guides_guideblock_change", args=[essential.pk])
    form = admin_client.get(address).context["adminform"].form
    data = {name: value if value is not None else "" for name, value in form.initial.items()}
    data |= {
        "action_en": "Call now.",
        "change_why": "Shorter.",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    assert admin_client.post(address, data).status_code == 302
    state = TranslationState.objects.get(kind="guides.guide", key="canada")
    assert f"blocks.{essential.slug}.action" in state.behind
    assert Guide.objects.filter(slug="canada").exists()
    assert LadderRung.objects.exists()
