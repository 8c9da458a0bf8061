"""What waits for a second editor, and what readers are told of a change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """A change that a second editor has to approve. The record itself stays as it is until then."""

    class Decision(models.TextChoices):
        """What became of it."""

        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent_back", _("sent back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    folder = models.CharField(_("kind"), max_length=40, help_text=_("The folder of its fixtures."))
    key = models.CharField(_("key"), max_length=250, help_text=_("The record's natural key."))
    name = models.CharField(_("record"), max_length=300, help_text=_("What the record is called."))
    state = models.JSONField(_("proposed"), help_text=_("The whole record as it would be."))
    base = models.JSONField(_("before"), help_text=_("The whole record as it was when the change was proposed."))
    fields = models.JSONField(_("why a second editor"), help_text=_("The fields that need one."))
    why = models.TextField(_("what changed and why"), help_text=_("For editors."))
    note_en = models.CharField(_("note for readers"), max_length=300, blank=True, help_text=_("Empty: not notable."))
    note_fr = models.CharField(_("note for readers [fr]"), max_length=300, blank=True, help_text=_("In French."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who may not approve it."),
    )
    made_at = models.DateTimeField(_("proposed"), auto_now_add=True, help_text=_("When it was proposed."))
    decision = models.CharField(
        _("decision"),
        max_length=12,
        choices=Decision.choices,
        default=Decision.PENDING,
        db_index=True,
        help_text=_("What became of it."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The second editor."),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, help_text=_("When it was decided."))
    answer = models.TextField(_("answer"), blank=True, help_text=_("What the second editor says to it."))

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("change for review")
        verbose_name_plural = _("changes for review")
        # What is proposed is never edited: it is approved as it was read, or sent back.
        default_permissions = ("view",)
        permissions = [("approve_proposal", "Can approve changes as second editor")]
        constraints = [
            models.UniqueConstraint(
                fields=("folder", "key"), condition=models.Q(decision="pending"), name="one_pending_proposal_a_record"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pending(self) -> bool:
        """Whether it still waits."""
        return self.decision == self.Decision.PENDING


class ReaderNote(models.Model):
    """A line of the public change log."""

    name = models.CharField(_("record"), max_length=300, help_text=_("What changed."))
    path = models.CharField(_("page"), max_length=300, help_text=_("Where readers see it."))
    note = models.CharField(_("note"), max_length=300, help_text=_("What changed, in plain words."))
    made_at = models.DateTimeField(_("published"), auto_now_add=True, help_text=_("When readers could see it."))

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("line of the change log")
        verbose_name_plural = _("change log")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.note
