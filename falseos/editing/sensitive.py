"""What one editor may not publish alone: an emergency or crisis number, a penalty, a section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from falseos.base_models import Status
from falseos.content.spec import Spec, translated_fields
from falseos.content.states import State

# Numbers in running text: a link that a phone dials, and a number as authors write it.
NUMBER = re.compile(r"tel:\+?[0-9]+|(?<![\w/.-])(?:1[- ])?[0-9]{3,4}[- ][0-9]{3,4}(?:[- ][0-9]{3,4})?(?![\w-])")


def fields_for_second_editor(spec: Spec, before: State | None, after: State) -> list[str]:
    """Return the fields because of which a second editor has to approve; empty when one editor may publish alone.

    Only what readers would see counts: a draft is free, and so is taking something away from them.
    """
    if after.get("status") != Status.PUBLISHED:
        return []
    seen = before if before and before.get("status") == Status.PUBLISHED else {}
    changed = [name for name in _columns(spec) if seen.get(name, "") != after.get(name, "")]
    changed += [name for name in _fields_with_new_numbers(seen, after) if name not in changed]
    return changed


def _columns(spec: Spec) -> Iterator[str]:
    translated = set(translated_fields(spec.model))
    for name in spec.model.needs_second_editor:  # type: ignore[attr-defined]
        yield from (f"{name}_en", f"{name}_fr") if name in translated else (name,)


def _fields_with_new_numbers(before: State, after: State) -> Iterator[str]:
    """Yield each field with a phone number in its text that readers did not see there before: `rungs`, `body_en`."""
    for name, value in after.items():
        if name != "editor_note" and set(_numbers(value)) - set(_numbers(before.get(name))):
            yield name


def _numbers(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from NUMBER.findall(value)
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("source", "url_en", "url_fr"):
                yield from _numbers(item)
