"""What an editor may say of a line on the desk: I have looked, it is right."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from falseos.base_models import ContentRecord
from falseos.editing.records import spec_of
from falseos.editing.saving import Note, Refused, pending_for, remember
from guides.desk.kinds import Kind, all_kinds
from jurisdictions.link_check.record import settle as settle_item
from jurisdictions.models import CheckEvent, Phone, ReaderFlag, ReviewItem, Source, Verdict
from offences.models import LawFinding


@transaction.atomic
def settle(name: str, user: AbstractBaseUser) -> None:
    """Settle the line of this name.

    Raises Http404 for none, PermissionDenied for who may not change its record, Refused while a change of it waits.
    """
    what, _dash, rest = name.partition("-")
    deciders = {"law": _law, "text": _text, "flag": _flag, "checked": _checked}
    if what not in deciders:
        raise Http404
    deciders[what](rest, user)


def _law(rest: str, user: AbstractBaseUser) -> None:
    finding = LawFinding.objects.filter(pk=_number(rest)).first()
    if finding is None:
        raise Http404
    _need(user, "offences.change_offence")
    finding.settled_at, finding.settled_by_id = timezone.now(), user.pk
    finding.save(update_fields=["settled_at", "settled_by"])


def _text(rest: str, user: AbstractBaseUser) -> None:
    item = ReviewItem.objects.filter(pk=_number(rest)).select_related("change").first()
    if item is None:
        raise Http404
    _may_change(user, _kind(item.kind))
    settle_item(item)


def _flag(rest: str, user: AbstractBaseUser) -> None:
    code, _dash, named = rest.partition("-")
    kind, _dash, key = named.partition("-")
    _may_change(user, _kind(kind))
    ReaderFlag.objects.filter(kind=kind, key=key, code=code).delete()


def _checked(rest: str, user: AbstractBaseUser) -> None:
    """Note in its history that somebody compared a record with its pages today.

    Not while a change of it waits: that change was proposed of the record as it stands.
    """
    name, _dash, number = rest.rpartition("-")
    kind = _kind(name)
    _may_change(user, kind)
    record = kind.model._default_manager.filter(pk=_number(number)).first()
    if not isinstance(record, ContentRecord):
        raise Http404
    spec = spec_of(kind.model)
    if pending_for(spec, record):
        raise Refused(
            gettext("Nothing was saved: a change of this record waits for a second editor. Decide on it first.")
        )
    record.checked_on = timezone.localdate()
    record.save()
    remember(spec, record, Note(gettext("Compared with its pages: it is right.")), user)
    if isinstance(record, Source | Phone):
        CheckEvent.objects.create(
            source=record if isinstance(record, Source) else None,
            phone=record if isinstance(record, Phone) else None,
            at=timezone.now(),
            by_id=user.pk,
            verdict=Verdict.RIGHT,
        )


def _kind(name: str) -> Kind:
    for kind in all_kinds():
        if kind.name == name:
            return kind
    raise Http404


def _may_change(user: AbstractBaseUser, kind: Kind) -> None:
    _need(user, f"{kind.model._meta.app_label}.change_{kind.model._meta.model_name}")


def _need(user: AbstractBaseUser, permission: str) -> None:
    if not user.has_perm(permission):  # type: ignore[attr-defined]
        raise PermissionDenied


def _number(text: str) -> int:
    if not text.isdigit() or len(text) > 15:
        raise Http404
    return int(text)
