"""What is known of each address and number: its state now, its history, and what a change asks editors to look at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jurisdictions.models.authorities import Phone
from jurisdictions.models.sources import Source

# One failure is a bad evening; three in a row are an alarm.
FAILURES_FOR_AN_ALARM = 3


class Verdict(models.TextChoices):
    """What a visit to an address, or a look at a number, found."""

    OK = "ok", _("answers")
    MOVED = "moved", _("moved for good")
    REFUSED = "refused", _("does not let robots in")
    ROBOTS = "robots", _("its robots.txt asks robots to stay away")
    LIMITED = "limited", _("asked us to come back later")
    NOT_FOUND = "not_found", _("page not found")
    GONE = "gone", _("page removed for good")
    REJECTED = "rejected", _("refused the request")
    SERVER_ERROR = "server_error", _("its server fails")
    TIMEOUT = "timeout", _("does not answer in time")
    TOO_SLOW = "too_slow", _("answers too slowly")
    LOOP = "loop", _("redirects in a circle")
    CERTIFICATE = "certificate", _("its certificate is not valid")
    DNS = "dns", _("the name of the site does not exist")
    CONNECTION = "connection", _("no connection")
    INVALID = "invalid", _("not an address")
    ON_PAGE = "on_page", _("number stands on its page")
    NOT_ON_PAGE = "not_on_page", _("number no longer stands on its page")
    RIGHT = "right", _("right: checked by an editor")
    WRONG = "wrong", _("wrong: checked by an editor")


# A site that keeps robots out, or asks for patience, is not broken.
BROKEN = frozenset(
    {
        Verdict.NOT_FOUND, Verdict.GONE, Verdict.REJECTED, Verdict.SERVER_ERROR, Verdict.TIMEOUT, Verdict.TOO_SLOW,
        Verdict.LOOP, Verdict.CERTIFICATE, Verdict.DNS, Verdict.CONNECTION, Verdict.INVALID, Verdict.NOT_ON_PAGE,
        Verdict.WRONG,
    }
)  # fmt: skip


class Language(models.TextChoices):
    """The language of an address of a source."""

    EN = "en", _("English")
    FR = "fr", _("French")


class CheckRun(models.Model):
    """One round of `check_sources`. A round that was cut short has no end and is taken up again."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True, help_text=_("Set by the database."))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, help_text=_("Empty: cut short."))

    class Meta:
        ordering = ("-started_at",)
        verbose_name = _("round of checks")
        verbose_name_plural = _("rounds of checks")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class CheckState(models.Model):
    """How a check stands now: what was found last, and how often in a row it failed."""

    verdict = models.CharField(
        _("found"), max_length=20, choices=Verdict.choices, help_text=_("What the last check found.")
    )
    failures = models.PositiveSmallIntegerField(
        _("failures in a row"), default=0, help_text=_("Three are an alarm; one is not.")
    )
    failing_since = models.DateTimeField(
        _("failing since"), null=True, blank=True, help_text=_("The first failure of this row.")
    )
    checked_at = models.DateTimeField(_("checked"), help_text=_("The last check."))
    detail = models.CharField(_("detail"), max_length=300, blank=True, help_text=_("In words."))

    class Meta:
        abstract = True

    @property
    def is_alarm(self) -> bool:
        """Whether it failed often enough in a row that an editor must look."""
        return self.failures >= FAILURES_FOR_AN_ALARM


class AddressState(CheckState):
    """One address of a source, as the last round found it, and the text that editors last accepted."""

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.CASCADE,
        related_name="addresses",
        help_text=_("Whose address it is."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, help_text=_("Of the address that was visited.")
    )
    run = models.ForeignKey(
        CheckRun,
        verbose_name=_("round"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The round that visited it last."),
    )
    address = models.CharField(_("address"), max_length=500, help_text=_("As it was visited."))
    status_code = models.PositiveSmallIntegerField(
        _("status"), null=True, blank=True, help_text=_("The last answer's HTTP status.")
    )
    final_address = models.CharField(
        _("final address"), max_length=1000, blank=True, help_text=_("Where its redirects lead.")
    )
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, blank=True, help_text=_("SHA-256 of the accepted main text.")
    )
    text = models.TextField(
        _("text"), blank=True, help_text=_("The main text as editors last accepted it, one line a paragraph.")
    )

    class Meta:
        ordering = ("source", "language")
        verbose_name = _("state of an address")
        verbose_name_plural = _("states of addresses")
        constraints = [models.UniqueConstraint(fields=("source", "language"), name="one_state_an_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_verdict_display()}"


class PhoneState(CheckState):
    """One phone number: whether it still stands on the page it was read on, or what an editor found."""

    phone = models.OneToOneField(
        Phone,
        verbose_name=_("phone number"),
        on_delete=models.CASCADE,
        related_name="state",
        help_text=_("Whose state it is."),
    )

    class Meta:
        verbose_name = _("state of a number")
        verbose_name_plural = _("states of numbers")

    def __str__(self) -> str:
        return f"{self.phone}: {self.get_verdict_display()}"


class CheckEvent(models.Model):
    """The history: one check of one address or one number, by a round or by an editor."""

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="checks",
        help_text=_("What was checked."),
    )
    phone = models.ForeignKey(
        Phone,
        verbose_name=_("phone number"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="checks",
        help_text=_("What was checked."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, blank=True, help_text=_("Of the address.")
    )
    at = models.DateTimeField(_("when"), db_index=True, help_text=_("When it was checked."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The editor. Empty: a round of check_sources."),
    )
    verdict = models.CharField(_("found"), max_length=20, choices=Verdict.choices, help_text=_("What it found."))
    status_code = models.PositiveSmallIntegerField(_("status"), null=True, blank=True, help_text=_("HTTP status."))
    final_address = models.CharField(
        _("final address"), max_length=1000, blank=True, help_text=_("Where redirects led.")
    )
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, blank=True, help_text=_("SHA-256 of the main text.")
    )
    detail = models.CharField(_("detail"), max_length=300, blank=True, help_text=_("In words."))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source=None, phone__isnull=False) | models.Q(source__isnull=False, phone=None),
                name="a_check_is_of_a_source_or_a_phone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.get_verdict_display()}"


class TextChange(models.Model):
    """A source's main text differs from what editors last accepted. Open until every record citing it was looked at."""

    state = models.OneToOneField(
        AddressState,
        verbose_name=_("address"),
        on_delete=models.CASCADE,
        related_name="change",
        help_text=_("Whose text changed."),
    )
    seen_at = models.DateTimeField(_("seen"), help_text=_("When the change was seen first."))
    text = models.TextField(_("text"), blank=True, help_text=_("The text as it reads now."))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the text now."))
    difference = models.TextField(
        _("difference"), help_text=_("Line by line: “-” what is gone, “+” what is new, “…” what is left out.")
    )

    class Meta:
        ordering = ("seen_at",)
        verbose_name = _("changed text")
        verbose_name_plural = _("changed texts")

    def __str__(self) -> str:
        return str(self.state.source)


class ReviewItem(models.Model):
    """One record that cites a changed text and waits for an editor to compare the two.

    The record is named by kind and key, since the parts of a record get new rows whenever it is loaded.
    """

    change = models.ForeignKey(
        TextChange,
        verbose_name=_("change"),
        on_delete=models.CASCADE,
        related_name="items",
        help_text=_("What changed."),
    )
    kind = models.CharField(_("kind"), max_length=60, help_text=_("The record's model: offences.offence."))
    key = models.CharField(_("key"), max_length=250, help_text=_("The record's natural key."))

    class Meta:
        ordering = ("kind", "key")
        verbose_name = _("record to review")
        verbose_name_plural = _("records to review")
        constraints = [models.UniqueConstraint(fields=("change", "kind", "key"), name="one_item_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
