"""Which French texts are missing, and which are older than the English they translate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.db import transaction

from falseos.base_models import ContentRecord, Status
from falseos.content.spec import ChildSpec, Spec, all_specs, translated_fields
from guides.models import GuideBlock
from jurisdictions.citing import kind_of
from jurisdictions.models import LadderRung, RouteStep, TranslationState

# An address is no text; a French page may not exist.
NOT_TEXT = {"url"}
PARENTS = {GuideBlock: "guide", LadderRung: "ladder", RouteStep: "route"}
Texts = dict[str, tuple[str, str]]


def refresh_all() -> int:
    """Look at every record of every kind; return how many are behind. A few queries a kind."""
    behind = 0
    for spec in all_specs():
        queryset = spec.model._default_manager.exclude(status__in=[Status.DRAFT, Status.RETIRED])
        behind += refresh(spec, queryset.prefetch_related(*_paths(spec)))
    return behind


@transaction.atomic
def refresh(spec: Spec, records: Iterable[Any]) -> int:
    """Bring what is known of these records' translations up to date; return how many are behind."""
    kind = kind_of(spec.model)
    listed = {"/".join(record.natural_key()): record for record in records}
    known = {state.key: state for state in TranslationState.objects.filter(kind=kind)}
    fresh: list[TranslationState] = []
    behind = 0
    for key, record in listed.items():
        state = known.get(key) or TranslationState(kind=kind, key=key)
        before = (state.missing, state.behind, state.seen)
        compare(state, dict(texts_of(spec, record)))
        behind += bool(state.missing or state.behind)
        if state.pk is None:
            fresh.append(state)
        elif before != (state.missing, state.behind, state.seen):
            state.save()
    TranslationState.objects.bulk_create(fresh)
    return behind


def compare(state: TranslationState, texts: Texts) -> None:
    """Tell missing and outdated texts; a French text counts as made for the English that stood when it changed."""
    seen = {}
    state.missing, state.behind = [], []
    for path, (english, french) in texts.items():
        if not french:
            if english:
                state.missing.append(path)
            continue
        now = [_mark(english), _mark(french)]
        then = state.seen.get(path, now)
        seen[path] = then if then[1] == now[1] else now
        if seen[path][0] != now[0]:
            state.behind.append(path)
    state.seen = seen


def texts_of(spec: Spec | ChildSpec, record: Any, prefix: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield every translated text of a record and its parts: where it stands, in English, in French."""
    for name in translated_fields(spec.model):
        if name not in NOT_TEXT:
            yield f"{prefix}{name}", (getattr(record, f"{name}_en") or "", getattr(record, f"{name}_fr") or "")
    for name, child in spec.children.items():
        for number, part in enumerate(getattr(record, child.related_name).all(), start=1):
            place = getattr(part, "slug", None) or number
            yield from texts_of(child, part, f"{prefix}{name}.{place}.")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _paths(spec: Spec | ChildSpec, prefix: str = "") -> Iterator[str]:
    for child in spec.children.values():
        yield f"{prefix}{child.related_name}"
        yield from _paths(child, f"{prefix}{child.related_name}__")


def after_an_edit(sender: type[LogEntry], instance: LogEntry, created: bool, **_more: Any) -> None:
    """Look again at a record that somebody saved in the admin; called for each line of the admin's log."""
    model = instance.content_type.model_class() if instance.content_type else None
    if not created or instance.action_flag == DELETION or model is None:
        return
    record = model._default_manager.filter(pk=instance.object_id).first()
    if record is not None and model in PARENTS:
        record = getattr(record, PARENTS[model])
    if isinstance(record, ContentRecord):
        spec = next((spec for spec in all_specs() if spec.model is type(record)), None)
        if spec is not None:
            refresh(spec, [record])
