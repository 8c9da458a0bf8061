"""The history of checks on an admin page: what rounds and editors found, and the place to add what one found."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from jurisdictions.models import AddressState, CheckEvent, PhoneState

SHOWN = 20


class ReadOnlyInline(admin.TabularInline):
    """Shows what checks wrote; nobody changes history."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may open the record sees how its checks went."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only checks add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False


class AddressStateInline(ReadOnlyInline):
    """How each address stands now."""

    model = AddressState
    fields = ("language", "address", "verdict", "status_code", "final_address", "failures", "checked_at", "detail")


class PhoneStateInline(ReadOnlyInline):
    """How a number stands now."""

    model = PhoneState
    fields = ("verdict", "failures", "checked_at")


class CheckEventInline(ReadOnlyInline):
    """The last checks."""

    model = CheckEvent
    fields = ("at", "language", "verdict", "status_code", "final_address", "detail", "by")
    verbose_name_plural = "history of checks"

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Show the last ones only."""
        formset = super().get_formset(request, obj, **options)

        class Last(formset):  # type: ignore[misc,valid-type]
            """The newest events."""

            def get_queryset(self) -> Any:
                """Cut the list."""
                if not hasattr(self, "_last"):
                    self._last = super().get_queryset().select_related("by")[:SHOWN]
                return self._last

        return Last
