"""What every record of the guide has in common."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

validate_section_slug = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Lower-case letters, digits and single hyphens."))


def not_in_future(value: datetime.date) -> None:
    """Refuse a date that has not come: nobody has read a page tomorrow."""
    if value > timezone.localdate():
        raise ValidationError(_("This date lies in the future."))


class Status(models.TextChoices):
    """Where a record stands. Readers see what is published, and nothing else."""

    DRAFT = "draft", _("draft")
    AWAITING_CHECK = "awaiting_check", _("awaiting check")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class SlugField(models.SlugField):
    """A public, unchanging name of a record, as it stands in an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("help_text", _("Stands in addresses. Never change it once it is public."))
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_section_slug]


class ContentQuerySet(models.QuerySet[Any]):
    """Records of the guide, in the words of the house."""

    def published(self) -> ContentQuerySet:
        """Only what readers may see. The state at the last load stays behind: it is long, and never shown."""
        return self.filter(status=Status.PUBLISHED).defer("loaded_state")


class ContentManager(models.Manager.from_queryset(ContentQuerySet)):  # type: ignore[misc]
    """Finds records by their natural key."""

    def get_by_natural_key(self, *key: str) -> Any:
        """Return the record with this natural key; raises DoesNotExist."""
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))


class ContentRecord(models.Model):
    """A record that came out of a fixture and may be edited in the admin.

    `natural_key_fields` names the look-ups that identify it; `__` crosses to a parent's slug.
    """

    natural_key_fields: tuple[str, ...] = ("slug",)
    # After so many days somebody compares the record with its sources again; kinds that rot faster say less.
    review_days = 365
    # Fields whose change is published only when a second editor approves: a mistake in them harms somebody.
    needs_second_editor: tuple[str, ...] = ()

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.DRAFT,
        db_index=True,
        help_text=_("Readers see published records only."),
    )
    editor_note = models.TextField(
        _("editor's note"), blank=True, help_text=_("A doubt or a reason, for editors. Never printed.")
    )
    checked_on = models.DateField(
        _("checked live on"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("The day somebody compared it with the page as it stood. Never guess it."),
    )
    loaded_state = models.JSONField(
        _("state at last load"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("What the fixtures said when this record was last loaded. Tells an edit from a change of file."),
    )
    updated_at = models.DateTimeField(_("last saved"), auto_now=True, db_index=True, help_text=_("Set on every save."))

    objects = ContentManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        """Return what identifies this record in a fixture."""
        values = []
        for path in self.natural_key_fields:
            value: Any = self
            for part in path.split("__"):
                value = getattr(value, part)
            values.append(str(value))
        return tuple(values)

    @property
    def is_published(self) -> bool:
        """Whether readers may see it."""
        return self.status == Status.PUBLISHED

    @property
    def last_checked(self) -> datetime.date | None:
        """The day on which it was last known to be right; None where nobody has compared it live."""
        return self.checked_on

    @property
    def review_due(self) -> datetime.date | None:
        """The day by which it is compared again."""
        last = self.last_checked
        return last + datetime.timedelta(days=self.review_days) if last else None

    @property
    def is_overdue(self) -> bool:
        """Whether that day has passed: readers are told that it is being re-checked."""
        due = self.review_due
        return due is not None and due < timezone.localdate()


class Depths(models.Model):
    """Text at three depths, so that somebody who stops after one line has the essential thing."""

    action = models.CharField(
        _("do this"),
        max_length=300,
        blank=True,
        help_text=_("One line that starts with a verb. Inline Markdown."),
    )
    summary = models.TextField(
        _("short version"),
        blank=True,
        help_text=_("Two or three sentences, complete without the rest. Markdown."),
    )
    body = models.TextField(_("full text"), blank=True, help_text=_("The rest. Markdown."))

    class Meta:
        abstract = True
