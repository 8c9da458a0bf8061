"""Building the edition: every published record as plain data, and nothing that readers may not see."""

from __future__ import annotations

import datetime
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from falseos.base_models import Status
from falseos.codes import spoken_code
from falseos.content.spec import LANGUAGES, ChildSpec, Spec
from falseos.content.states import key_of
from guides.opendata.models import Edition
from guides.opendata.shapes import FORM, LICENCE, data_columns, data_specs
from jurisdictions.models import Source
from jurisdictions.selectors import sources_in_use

Data = dict[str, Any]


class Builder:
    """Turns records into data. References to what readers may not see become None or are left out."""

    def __init__(self) -> None:
        """Read everything: a few queries for each kind, none for a record."""
        self._records = {spec.folder: self._read(spec) for spec in data_specs()}
        self._keys: dict[tuple[type[models.Model], int], str] = {}
        for spec in data_specs():
            for record in self._records[spec.folder]:
                self._keys[spec.model, record.pk] = key_of(record)

    def _read(self, spec: Spec) -> list[Any]:
        if spec.model is Source:
            return sources_in_use()
        parents = ["__".join(path.split("__")[:-1]) for path in spec.model.natural_key_fields if "__" in path]  # type: ignore[attr-defined]
        if hasattr(spec.model, "address_parts") or hasattr(spec.model, "short_code"):
            parents += ["parent"] if hasattr(spec.model, "address_parts") else ["jurisdiction__parent"]
        many = [name for name, column in spec.columns.items() if column.many_to_many]
        queryset = spec.model._default_manager.filter(status=Status.PUBLISHED).prefetch_related(*many, *_paths(spec))
        return list(queryset.select_related(*parents) if parents else queryset)

    def kinds(self) -> dict[str, list[Data]]:
        """Return every record, by kind."""
        return {spec.folder: [self._record(spec, each) for each in self._records[spec.folder]] for spec in data_specs()}

    def _record(self, spec: Spec, record: Any) -> Data:
        data: Data = {"key": key_of(record)}
        if hasattr(record, "get_absolute_url"):
            data["address"] = settings.SITE_URL + record.get_absolute_url()
        if hasattr(record, "short_code"):
            data["short_address"] = f"{settings.SITE_URL}/c/{record.short_code}/"
        data |= self._part(spec, record)
        if isinstance(record, Source):
            data |= _public_addresses(record)
        return data

    def _part(self, spec: Spec | ChildSpec, record: Any) -> Data:
        data = {name: self._value(column, record, name) for name, column in data_columns(spec)}
        for name, child in spec.children.items():
            rows = getattr(record, child.related_name).all()
            data[name] = [self._part(child, row) for row in rows if self._may_show(child, row)]
        return data

    def _value(self, column: models.Field[Any, Any], record: Any, name: str) -> Any:
        if column.many_to_many:
            others = (self._keys.get((column.related_model, other.pk)) for other in getattr(record, name).all())  # type: ignore[arg-type]
            return sorted(key for key in others if key)
        if column.is_relation:
            return self._keys.get((column.related_model, getattr(record, f"{name}_id")))  # type: ignore[arg-type]
        value = getattr(record, name)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return "" if value is None and isinstance(column, models.CharField | models.TextField) else value

    def _may_show(self, child: ChildSpec, row: Any) -> bool:
        """A citation whose source is withdrawn is no citation."""
        return not hasattr(row, "source_id") or (Source, row.source_id) in self._keys


def _paths(spec: Spec | ChildSpec, prefix: str = "") -> list[str]:
    paths = []
    for child in spec.children.values():
        path = f"{prefix}{child.related_name}"
        paths += [path, *_paths(child, f"{path}__")]
    return paths


def _public_addresses(source: Source) -> Data:
    """Return the addresses that readers get: a page nobody has seen is its site's home page."""
    addresses = {}
    for language in LANGUAGES:
        own = getattr(source, f"url_{language}") or ""
        home = "/".join(own.split("/")[:3]) + "/" if own else ""
        addresses[f"url_{language}"] = own if source.is_published else home
    return addresses


def document() -> Data:
    """Return the whole guide as data, with its version."""
    kinds = Builder().kinds()
    text = json.dumps(kinds, sort_keys=True, ensure_ascii=False)
    return {
        "$schema": f"{settings.SITE_URL}/data/guide.schema.json",
        "form": FORM,
        "version": spoken_code(text),
        "day": timezone.localdate().isoformat(),
        "licence": LICENCE,
        "site": f"{settings.SITE_URL}/",
        "languages": list(LANGUAGES),
        **kinds,
    }


@transaction.atomic
def keep_edition(**_signal: Any) -> None:
    """Replace the stored edition where the guide says something else now."""
    now = document()
    if Edition.objects.filter(pk=1, version=now["version"], form=FORM).exists():
        return
    body = json.dumps(now, ensure_ascii=False, separators=(",", ":"))
    fields = {"version": now["version"], "form": FORM, "day": now["day"], "body": body}
    Edition.objects.update_or_create(pk=1, defaults=fields)


def current_version() -> str:
    """Return the version of the stored edition; "" before the first publication. One query."""
    return Edition.objects.filter(pk=1).values_list("version", flat=True).first() or ""


def current_body() -> str:
    """Return the stored edition as it is served; raises Edition.DoesNotExist. One query."""
    return Edition.objects.values_list("body", flat=True).get(pk=1)


def current_data() -> Data:
    """Return the stored edition as data. One query, two when it is new to this process."""
    return _parsed(current_version())


@lru_cache(maxsize=1)
def _parsed(version: str) -> Data:
    # `version` is the key of the memory; an edition is read once by a process.
    data: Data = json.loads(current_body()) if version else {}
    return data
