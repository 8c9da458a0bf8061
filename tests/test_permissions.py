"""Who may open what: every address of the admin, for everybody who might try."""

import pytest
from django.contrib.admin import site
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from falseos.content.spec import all_specs
from falseos.editing.groups import make_groups, permissions_of
from falseos.editing.models import Proposal
from falseos.editing.records import spec_of, state_now
from jurisdictions.models import Source
from tests.desk import person, signed_in

pytestmark = pytest.mark.django_db

OPEN = {"login", "jsi18n", "second-step", "enrol"}
# What everybody with an account of the desk may open, whatever their rights.
ANY_STAFF = OPEN | {"index", "logout", "password_change", "password_change_done", "recovery-codes"}
# Who may open a list, by the verb a page needs.
VERB = {
    "changelist": "view", "add": "add", "change": "view", "delete": "delete", "history": "view", "version": "view",
    "resolve": "change", "preview": "view",
}  # fmt: skip


def admin_names():
    """Every named address of the admin, found in the table of addresses itself."""
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            for inner in pattern.url_patterns:
                found += _names(inner)
    return sorted(set(found))


def _names(pattern):
    if isinstance(pattern, URLPattern):
        return [pattern.name] if pattern.name else []
    return [name for inner in pattern.url_patterns for name in _names(inner)]


def models_by_prefix():
    return {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}


def address_of(name):
    """Return an address of this name with something real in it, or None where nothing of the kind exists."""
    prefix, _, view = name.rpartition("_")
    if name in ("app_list", "view_on_site", "auth_user_password_change"):
        return {
            "app_list": reverse("admin:app_list", args=["jurisdictions"]),
            "view_on_site": None,
            "auth_user_password_change": reverse("admin:auth_user_password_change", args=[1]),
        }[name]
    model = models_by_prefix().get(prefix)
    if model is None or view in ("changelist", "add"):
        return reverse(f"admin:{name}")
    record = model._default_manager.first()
    if record is None:
        return None
    if view == "version":
        row = record.history.filter(record_state__isnull=False).first()
        return reverse(f"admin:{name}", args=[record.pk, row.history_id])
    return reverse(f"admin:{name}", args=[record.pk])


def may(user, name):
    """The table: what a person may open, from their permissions alone."""
    if name in ANY_STAFF:
        return True
    prefix, _, view = name.rpartition("_")
    if name == "autocomplete":
        return None  # its own test below
    if name == "app_list":
        return user.has_module_perms("jurisdictions")
    if name == "auth_user_password_change":
        return user.has_perm("auth.change_user")
    model = models_by_prefix()[prefix]
    model_admin = site._registry[model]
    verb = VERB[view]
    fixed = {"add": "has_add_permission", "delete": "has_delete_permission", "change": "has_change_permission"}
    request = type("Request", (), {"user": user})()
    if verb in fixed and not getattr(model_admin, fixed[verb])(request):
        return False
    label = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    return user.has_perm(label.format(verb)) or (verb == "view" and user.has_perm(label.format("change")))


@pytest.fixture
def everything():
    """One of everything, so that every address has something to show."""
    author = person("author", "Editor")
    source = Source.objects.first()
    state = state_now(spec_of(Source), source)
    Proposal.objects.create(
        folder="sources", key=source.slug, name="x", state=state | {"title_en": "New"}, base=state, fields=[], why="x",
        author=author,
    )  # fmt: skip


PEOPLE = {
    "nobody": None,
    "reader": {"staff": False},
    "staff without rights": {"groups": ()},
    "editor": {"groups": ("Editor",)},
    "reviewer": {"groups": ("Reviewer",)},
    "superuser": {"superuser": True},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_exactly_what_they_may(client, everything, who):
    user = None
    if PEOPLE[who] is not None:
        options = dict(PEOPLE[who])
        user = person("somebody", *options.pop("groups", ()), **options)
        client = signed_in(user)
    checked = 0
    for name in admin_names():
        address = address_of(name)
        if address is None or name in ("autocomplete", "logout"):
            continue
        response = client.get(address)
        checked += 1
        if name in OPEN:
            assert response.status_code in (200, 302), (who, address)
            continue
        if user is None or not user.is_staff:
            assert response.status_code == 302, (who, address)
            assert response.url.startswith("/admin/login/"), (who, address)
        elif not may(user, name):
            # Django answers "not there" for an app of which one may see nothing.
            assert response.status_code == (404 if name == "app_list" else 403), (who, address, response.status_code)
        elif name.endswith("_resolve"):
            assert response.status_code == 404, (who, address)  # only a form leads there
        else:
            assert response.status_code == 200, (who, address, response.status_code)
    assert checked > 100


@pytest.mark.parametrize("who", ["nobody", "reader", "staff without rights", "reviewer"])
def test_what_one_may_not_do_cannot_be_posted_either(client, everything, who):
    stranger = who in ("nobody", "reader")
    if PEOPLE[who] is not None:
        options = dict(PEOPLE[who])
        client = signed_in(person("somebody", *options.pop("groups", ()), **options))
    for spec in all_specs():
        record = spec.model._default_manager.first()
        if record is None:
            continue
        before = state_now(spec, record)
        prefix = f"admin:{record._meta.app_label}_{record._meta.model_name}"
        row = record.history.first().history_id
        for address in (
            reverse(f"{prefix}_add"),
            reverse(f"{prefix}_change", args=[record.pk]),
            reverse(f"{prefix}_delete", args=[record.pk]),
            reverse(f"{prefix}_resolve", args=[record.pk]),
            reverse(f"{prefix}_version", args=[record.pk, row]),
        ):
            data = {"post": "yes", "status": "retired", "change_why": "x", "_preview": "1"}
            response = client.post(address, data)
            assert response.status_code == (302 if stranger else 403), address
            assert not stranger or response.url.startswith("/admin/login/"), address
        assert state_now(spec, record) == before


def test_an_editor_posts_records_and_nothing_else(everything):
    """No account, no group, no decision on a change, no look at somebody's sign-in; and nothing cited goes."""
    user = person("somebody", "Editor")
    client = signed_in(user)
    refused = 0
    for model in site._registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}"
        record = model._default_manager.first()
        for view in ("add", "change", "delete"):
            if (may(user, f"{prefix}_{view}") and model is not Proposal) or (record is None and view != "add"):
                continue
            address = reverse(f"admin:{prefix}_{view}", args=[] if view == "add" else [record.pk])
            assert client.post(address, {"post": "yes", "decision": "approve", "answer": ""}).status_code == 403, (
                address
            )
            refused += 1
    assert refused > 10
    assert Proposal.objects.get().is_pending
    source = Source.objects.filter(loaded_state__isnull=False).first()
    client.post(reverse("admin:jurisdictions_source_delete", args=[source.pk]), {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_autocomplete_shows_records_to_those_who_may_see_them():
    query = {"app_label": "jurisdictions", "model_name": "authority", "field_name": "website", "term": "a"}
    address = reverse("admin:autocomplete")
    assert signed_in(person("one")).get(address, query).status_code == 403
    assert signed_in(person("two", "Editor")).get(address, query).status_code == 200


def test_groups_hold_exactly_what_is_written():
    from django.contrib.auth.models import Group, Permission

    Group.objects.filter(name="Editor").delete()
    make_groups()
    extra = Permission.objects.get(codename="delete_user")
    Group.objects.get(name="Reviewer").permissions.add(extra)
    make_groups()
    for name in ("Editor", "Reviewer"):
        held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == permissions_of(name)
    editor, reviewer = permissions_of("Editor"), permissions_of("Reviewer")
    assert "editing.approve_proposal" in reviewer - editor
    assert not [one for one in reviewer if ".view_" not in one and one != "editing.approve_proposal"]
    assert not [one for one in editor if one.split(".")[0] in ("auth", "axes", "sessions", "otp_totp", "otp_static")]
