"""The version of the content: raised with every change, in the same transaction, and read by the page store."""

import datetime
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, transaction
from django.db.models import Count, Max, Window
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.utils.module_loading import module_has_submodule

from falseos.pages.site import release, watch
from jurisdictions.models.version import ContentVersion

BEGINNING = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# Rows of the past that `prune` leaves.
KEPT = 100


def current() -> tuple[str, datetime.datetime]:
    """Return the version's name and when it was raised. One query; raises what the database raises."""
    newest = ContentVersion.objects.annotate(rows=Window(Count("pk"))).first()
    if newest is None:
        return "none", BEGINNING
    return f"{newest.pk}-{newest.rows}-{newest.token.hex[:8]}", newest.raised_at


def raise_version(new_release: str = "") -> None:
    """Say that the content changes: once a transaction, however many records it writes."""
    marked = [entry[1] for entry in connection.run_on_commit]
    if connection.in_atomic_block and watch.wake in marked:
        return
    ContentVersion.objects.create(release=new_release)
    # Django forgets this when the transaction, or the part of it that we are in, is rolled back, as it must.
    transaction.on_commit(watch.wake)


def prune() -> None:
    """Forget all but the newest hundred versions. For a quiet moment: it changes the version's name."""
    newest = ContentVersion.objects.aggregate(newest=Max("pk"))["newest"]
    if newest and ContentVersion.objects.filter(pk__lte=newest - KEPT).delete()[0]:
        raise_version()


def _content_changed(sender: Any, **details: Any) -> None:
    if _is_content(sender) and details.get("action", "post_").startswith("post_"):
        raise_version()


def _is_content(model: Any) -> bool:
    """Say whether readers may see a model: those of the apps that load fixtures, tables between them included."""
    # A migration's picture of a model is not the model; a new release raises the version anyway.
    if model is ContentVersion or model.__module__ == "__fake__":
        return False
    config = apps.app_configs.get(model._meta.app_label)
    return config is not None and module_has_submodule(config.module, "content")


def _released(**details: Any) -> None:
    """Raise the version after an installation whose code differs from the one before."""
    if "jurisdictions_contentversion" not in connection.introspection.table_names():
        return
    last = ContentVersion.objects.exclude(release="").first()
    if last is None or last.release != release():
        raise_version(release())
    prune()


def connect(config: AppConfig) -> None:
    """Begin to listen to changes."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_content_changed, dispatch_uid="content-version")
    post_migrate.connect(_released, sender=config, dispatch_uid="content-version")
