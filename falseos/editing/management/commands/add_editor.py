"""`manage.py add_editor NAME`: an account for somebody who edits or reviews."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from falseos.editing.groups import EDITOR, REVIEWER, make_groups
from falseos.editing.signin import forget_factors

WORDS_LENGTH = 15


class Command(BaseCommand):
    """Makes an account with a password that is shown once; also helps somebody who lost password or phone."""

    help = "Add an editor. The password is printed once; its owner changes it after signing in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name and what the person does."""
        parser.add_argument("name", help="user name")
        parser.add_argument("--reviewer", action="store_true", help="may approve changes that others proposed")
        parser.add_argument("--only-reviewer", action="store_true", help="may approve, and may not edit")
        parser.add_argument("--reset", action="store_true", help="new password and second factor for an account")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or reset it, and print how to get in."""
        user = self._account(options["name"], options["reset"])
        password = secrets.token_urlsafe(WORDS_LENGTH)
        user.set_password(password)
        user.save()
        if not options["reset"]:
            self._join(user, options)
        self.stdout.write(f"user name: {user.get_username()}")
        self.stdout.write(f"password:  {password}")
        self.stdout.write(f"sign in at {reverse('admin:index')} and follow the page: it sets up the second factor.")

    def _account(self, name: str, reset: bool) -> Any:
        users = get_user_model()
        user = users._default_manager.filter(username=name).first()
        if reset and user is None:
            raise CommandError(f"there is no account {name}")
        if not reset and user is not None:
            raise CommandError(f"there is an account {name} already; --reset gives it a new password")
        if user is None:
            return users(username=name, is_staff=True)
        forget_factors(user)
        return user

    def _join(self, user: Any, options: dict[str, Any]) -> None:
        make_groups()
        names = [] if options["only_reviewer"] else [EDITOR]
        if options["reviewer"] or options["only_reviewer"]:
            names.append(REVIEWER)
        user.groups.set(Group.objects.filter(name__in=names))
