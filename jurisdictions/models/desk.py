"""What the desk remembers of any record: readers' flags, and which translations are behind.

Records are named by kind and key, since the parts of a record get new rows whenever it is loaded.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReaderFlag(models.Model):
    """How often, on one day, readers said that something is wrong with one block. Nothing about the readers."""

    class Code(models.TextChoices):
        """What a reader may say. There is no free text."""

        DEAD_LINK = "dead_link", _("A link does not work")
        WRONG_NUMBER = "wrong_number", _("A number is wrong")
        LAW_CHANGED = "law_changed", _("The law has changed")
        HARD = "hard", _("It is hard to understand")

    kind = models.CharField(_("kind"), max_length=60, help_text=_("The record's model: offences.offence."))
    key = models.CharField(_("key"), max_length=250, help_text=_("The record's natural key."))
    code = models.CharField(_("code"), max_length=20, choices=Code.choices, help_text=_("What readers said."))
    day = models.DateField(_("day"), help_text=_("Nothing finer than a day is kept."))
    count = models.PositiveSmallIntegerField(_("count"), default=0, help_text=_("How often, up to a limit."))

    class Meta:
        ordering = ("-day", "kind", "key")
        verbose_name = _("readers' flag")
        verbose_name_plural = _("readers' flags")
        constraints = [models.UniqueConstraint(fields=("kind", "key", "code", "day"), name="one_flag_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_code_display()} ({self.count})"


class TranslationState(models.Model):
    """Which French texts of a record are missing, or older than the English they translate."""

    kind = models.CharField(_("kind"), max_length=60, help_text=_("The record's model: offences.offence."))
    key = models.CharField(_("key"), max_length=250, help_text=_("The record's natural key."))
    missing = models.JSONField(_("missing"), default=list, help_text=_("Texts that stand in English only."))
    behind = models.JSONField(
        _("behind"), default=list, help_text=_("Texts whose English changed after the French was written.")
    )
    seen = models.JSONField(
        _("seen"), default=dict, help_text=_("For each text, fingerprints of both when the French changed last.")
    )

    class Meta:
        ordering = ("kind", "key")
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints = [models.UniqueConstraint(fields=("kind", "key"), name="one_translation_state_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
