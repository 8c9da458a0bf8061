"""The form of the data, derived from the records: one description for the document, its schema, the tables and the API.

A field that a fixture may set is a field of the data, under the same name and with the same explanation; what is only
for editors is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from django.db import models
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from falseos.content.spec import ChildSpec, Spec, all_specs

# Raise it when a field goes or changes its meaning; a new field is no new form.
FORM = 1
FOR_EDITORS = {"status", "editor_note", "doubt"}
# Where a slug used to lead, and pages about the site, are no part of the guide.
NOT_DATA = {"aliases", "pages"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Shape(Schema):
    """What every part of the data has in common: nothing that the schema does not name."""

    model_config = ConfigDict(extra="forbid")


def data_specs() -> list[Spec]:
    """Return the kinds of records that are data, in the order of the document."""
    return [spec for spec in all_specs() if spec.folder not in NOT_DATA]


def data_columns(spec: Spec | ChildSpec) -> Iterator[tuple[str, models.Field[Any, Any]]]:
    """Yield the columns of a record or part that are data."""
    for name, column in spec.columns.items():
        if name not in FOR_EDITORS:
            yield name, column


@cache
def record_shape(folder: str) -> type[Shape]:
    """Return the form of one kind of record."""
    spec = next(spec for spec in data_specs() if spec.folder == folder)
    fields: dict[str, Any] = {"key": (str, Field(description="Names the record: slugs joined by a slash."))}
    if hasattr(spec.model, "get_absolute_url"):
        fields["address"] = (str, Field(description="Its page on the site."))
    if hasattr(spec.model, "short_code"):
        fields["short_address"] = (str, Field(description="The short address of its page."))
    return _shape(_name(spec.model), spec, fields)


def _shape(name: str, spec: Spec | ChildSpec, fields: dict[str, Any]) -> type[Shape]:
    for column_name, column in data_columns(spec):
        fields[column_name] = (_type_of(column), Field(description=_help(column)))
    for child_name, child in spec.children.items():
        part = _shape(f"{name}{_name(child.model)}", child, {})
        fields[child_name] = (list[part], Field(description=f"In order: {child.model._meta.verbose_name_plural}."))  # type: ignore[valid-type]
    return create_model(name, __base__=Shape, **fields)


def _type_of(column: models.Field[Any, Any]) -> Any:
    kind: Any = str
    if column.many_to_many:
        return list[str]
    if column.choices:
        values = [value for value, _label in column.flatchoices if value]
        kind = Literal[("", *values)] if column.blank else Literal[tuple(values)]
    elif isinstance(column, models.DateField):
        kind = datetime.date
    elif isinstance(column, models.BooleanField):
        kind = bool
    elif isinstance(column, models.IntegerField):
        kind = int
    if column.is_relation:
        # A published record may name one that awaits its check; that one is no part of the data.
        return kind | None
    return kind | None if column.null and not isinstance(column, models.CharField | models.TextField) else kind


def _help(column: models.Field[Any, Any]) -> str:
    text = str(column.help_text or column.verbose_name)
    if column.is_relation:
        text += f" Key of a record among the {column.related_model._meta.verbose_name_plural}."  # type: ignore[union-attr]
    return text


def _name(model: type[models.Model]) -> str:
    return model.__name__


@cache
def document_shape() -> type[Shape]:
    """Return the form of the whole document."""
    kinds: dict[str, Any] = {
        spec.folder: (
            list[record_shape(spec.folder)],  # type: ignore[misc]
            Field(description=f"{str(spec.model._meta.verbose_name_plural).capitalize()}."),
        )
        for spec in data_specs()
    }
    return create_model(
        "Guide",
        __base__=Shape,
        schema_address=(str, Field(alias="$schema", description="Address of this schema.")),
        form=(int, Field(ge=FORM, le=FORM, description="Number of the document's form.")),
        version=(str, Field(description="Code of the content: the same content has the same code.")),
        day=(datetime.date, Field(description="The day on which the guide first said this here.")),
        licence=(str, Field(description="Licence of the guide's own text.")),
        site=(str, Field(description="Address of the site.")),
        languages=(list[str], Field(description="Languages of the texts, by the endings of their fields.")),
        **kinds,
    )


def json_schema(address: str) -> dict[str, Any]:
    """Return the JSON Schema of the document, to be served at `address`."""
    schema = document_shape().model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, **schema}
