"""The guide as data, kept ready: readers of the data cost one query, however large it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """The whole guide as one JSON document. There is one row; publishing replaces it."""

    version = models.CharField(
        _("version"), max_length=12, help_text=_("Computed from the content. The same content gives the same code.")
    )
    form = models.PositiveSmallIntegerField(_("form"), help_text=_("Number of the document's form; see its schema."))
    day = models.DateField(_("since"), help_text=_("The day on which the guide first said this here."))
    body = models.TextField(_("document"), help_text=_("JSON."))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return self.version
