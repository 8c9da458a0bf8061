"""Which state the content is in. It has a table because it must change in the transaction that changes the content."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """One change of content. Rows are only ever added, so that two editors never wait for each other.

    A version is named by the newest row and the number of rows: a slow transaction's row may come in below it.
    """

    token = models.UUIDField(_("token"), default=uuid.uuid4, editable=False, help_text=_("Differs in every database."))
    raised_at = models.DateTimeField(_("raised"), auto_now_add=True, help_text=_("When the content changed."))
    release = models.CharField(
        _("release"), max_length=40, blank=True, help_text=_("Set where the code changed and not the content.")
    )

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")

    def __str__(self) -> str:
        return str(self.pk)
