"""Whether the other person learns that somebody reported them, and how."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jurisdictions.models.sources import Source


class Told(models.TextChoices):
    """Whether the other person learns of it."""

    YES = "yes", _("yes, as a rule")
    DEPENDS = "depends", _("it depends")
    NO = "no", _("no")
    NOT_KNOWN = "not_known", _("not known")


class WillTheyBeTold(models.Model):
    """A step after which the other person may learn that it was taken. Silence of the sources is "not known"."""

    told = models.CharField(
        _("will they be told"),
        max_length=10,
        choices=Told.choices,
        default=Told.NOT_KNOWN,
        help_text=_("Whether the other person learns of it. “Not known” where no source says."),
    )
    told_note = models.CharField(
        _("about telling"), max_length=300, blank=True, help_text=_("From whom they learn it, and when.")
    )
    told_source = models.ForeignKey(
        Source,
        verbose_name=_("source about telling"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The page that says it."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an answer that no source gives."""
        super().clean()
        if self.told != Told.NOT_KNOWN and self.told_source is None:
            raise ValidationError({"told_source": _("Say which page shows it, or leave it at “not known”.")})
