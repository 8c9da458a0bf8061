"""What one editor may not publish alone: an emergency or crisis number, a penalty, a section."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from falseos.base_models import Status
from falseos.content.spec import ChildSpec, Spec, translated_fields
from falseos.content.states import State
from falseos.editing.numbers import numbers_to_call


def fields_for_second_editor(spec: Spec, before: State | None, after: State) -> list[str]:
    """Return the fields because of which a second editor has to approve; empty when one editor may publish alone.

    Only what readers would see counts: a draft is free, and so is taking something away from them.
    """
    if after.get("status") != Status.PUBLISHED:
        return []
    seen = before if before and before.get("status") == Status.PUBLISHED else {}
    changed = [name for name in _columns(spec) if seen.get(name, "") != after.get(name, "")]
    changed += [name for name in _fields_with_new_numbers(spec, seen, after) if name not in changed]
    return changed


def _columns(spec: Spec) -> Iterator[str]:
    translated = set(translated_fields(spec.model))
    for name in spec.model.needs_second_editor:  # type: ignore[attr-defined]
        yield from (f"{name}_en", f"{name}_fr") if name in translated else (name,)


def _fields_with_new_numbers(spec: Spec, before: State, after: State) -> Iterator[str]:
    """Yield each field with a number in its text that readers did not see there before: `rungs`, `body_en`."""
    for name in after:
        if name != "editor_note" and not _only_fewer(_numbers(spec, name, before), _numbers(spec, name, after)):
            yield name


def _only_fewer(before: Iterator[str], after: Iterator[str]) -> bool:
    """Say whether the later numbers are the earlier ones in their order, with some taken away at most.

    Order counts: two numbers that change places are each wrong where they then stand.
    """
    return all(number in before for number in after)


def _numbers(spec: Spec | ChildSpec, name: str, state: State) -> Iterator[str]:
    """Yield the numbers to call in one field of a state, those of its parts included."""
    if name in spec.children:
        for part in state.get(name, []):
            for inner in part:
                yield from _numbers(spec.children[name], inner, part)
    elif _is_text(spec.columns[name]):
        yield from numbers_to_call(state.get(name, ""))


def _is_text(column: models.Field[object, object]) -> bool:
    """Say whether readers read a column: no slug, no address, no choice."""
    names = isinstance(column, models.SlugField | models.URLField) or bool(column.choices)
    return isinstance(column, models.CharField | models.TextField) and not names
