"""`manage.py purge_staff_data`: what is known of the people who edit, no longer than it is needed."""

import datetime
from argparse import ArgumentParser
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

DAYS = 90


class Command(BaseCommand):
    """Deletes sign-in attempts, the admin's log and ended sessions; on request everything of a person who left."""

    help = "Delete old sign-in attempts with their addresses, the admin's log, and sessions that ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the age, and the person."""
        parser.add_argument("--days", type=int, default=DAYS, help=f"keep this many days (default {DAYS})")
        parser.add_argument("--forget", metavar="NAME", help="delete this account and everything that names it")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how much."""
        if options["days"] < 0:
            raise CommandError("--days is 0 or more")
        before = timezone.now() - datetime.timedelta(days=options["days"])
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            self._say(model, model.objects.filter(attempt_time__lt=before).delete()[0])
        self._say(LogEntry, LogEntry.objects.filter(action_time__lt=before).delete()[0])
        self._say(Session, Session.objects.filter(expire_date__lt=timezone.now()).delete()[0])
        if options["forget"]:
            self._forget(options["forget"])

    def _forget(self, name: str) -> None:
        """Delete an account. Histories and changes for review stay, without a name."""
        user = get_user_model()._default_manager.filter(username=name).first()
        if user is None:
            raise CommandError(f"there is no account {name}")
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            self._say(model, model.objects.filter(username=name).delete()[0])
        for session in Session.objects.all():
            if session.get_decoded().get("_auth_user_id") == str(user.pk):
                session.delete()
        user.delete()
        self.stdout.write(f"forgotten: {name}")

    def _say(self, model: Any, number: int) -> None:
        self.stdout.write(f"deleted: {number} {model._meta.verbose_name_plural}")
