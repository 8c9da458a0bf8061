"""What every admin page of a record has in common."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline, TranslationTabularInline

SMALL_TEXT = {models.TextField: {"widget": Textarea(attrs={"rows": 4, "cols": 90})}}


class RecordAdmin(TranslationAdmin):  # type: ignore[misc]
    """A record of the guide: its state first in every list, French beside English in every form."""

    list_filter: tuple[Any, ...] = ("status",)
    search_fields: tuple[str, ...] = ("slug",)
    readonly_fields: tuple[str, ...] = ("updated_at",)
    list_per_page = 50
    save_on_top = True
    formfield_overrides = SMALL_TEXT


class ChildInline(TranslationStackedInline):  # type: ignore[misc]
    """An ordered part of a record: a rung, a step, a block."""

    extra = 0
    show_change_link = True
    formfield_overrides = SMALL_TEXT


class CitationInline(TranslationTabularInline):  # type: ignore[misc]
    """What a record rests on."""

    extra = 0
    autocomplete_fields = ("source",)
    verbose_name = "source"
    verbose_name_plural = "sources"


class PartAdmin(TranslationAdmin):  # type: ignore[misc]
    """A part with sources of its own. It is reached from its record and not listed in the menu."""

    formfield_overrides = SMALL_TEXT

    def has_module_permission(self, request: Any) -> bool:
        """Keep it out of the menu."""
        return False


def citations(model: type[models.Model]) -> type[admin.TabularInline]:
    """Return the inline for one kind of citation."""
    return type(f"{model.__name__}Inline", (CitationInline,), {"model": model})


def parts(model: type[models.Model], **options: Any) -> type[admin.StackedInline]:
    """Return the inline for one kind of part."""
    return type(f"{model.__name__}Inline", (ChildInline,), {"model": model, **options})
