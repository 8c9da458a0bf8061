"""The two groups of editors, and exactly what each may do."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q

from falseos.content.spec import ChildSpec, Spec, all_specs
from falseos.editing.models import Proposal, ReaderNote

EDITOR, REVIEWER = "Editor", "Reviewer"


def records_and_parts() -> tuple[set[type[models.Model]], set[type[models.Model]]]:
    """Return the models of records, and those of the parts inside them."""
    return {spec.model for spec in all_specs()}, {part for spec in all_specs() for part in _parts(spec)}


def _parts(spec: Spec | ChildSpec) -> Iterator[type[models.Model]]:
    for child in spec.children.values():
        yield child.model
        yield from _parts(child)


def permissions_of(group: str) -> set[str]:
    """Return the permissions of a group as app_label.codename.

    An editor writes records and their parts and sees what waits. A reviewer reads the same and approves; a person who
    is in both groups writes and approves, never the same change.
    """
    records, parts = records_and_parts()
    verbs = ("view", "add", "change", "delete") if group == EDITOR else ("view",)
    wanted = {_named(model, verb) for model in records | parts for verb in verbs}
    wanted |= {_named(Proposal, "view"), _named(ReaderNote, "view")}
    if group == REVIEWER:
        wanted.add("editing.approve_proposal")
    return wanted


def _named(model: type[models.Model], verb: str) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


def make_groups() -> None:
    """Bring both groups to exactly these permissions."""
    for name in (EDITOR, REVIEWER):
        group, _created = Group.objects.get_or_create(name=name)
        query = Q(pk=None)
        for permission in permissions_of(name):
            app, codename = permission.split(".")
            query |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.filter(query))
