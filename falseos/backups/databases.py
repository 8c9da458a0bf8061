"""Copying a whole database out and in, each kind by its own means."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any


class CopyError(Exception):
    """A copy could not be made or is not sound; the message says why. The database is as it was."""


def dump(database: dict[str, Any], target: Path) -> None:
    """Write a consistent copy of a database into a file, while others read and write it. Raises CopyError."""
    if database["ENGINE"].endswith("sqlite3"):
        _dump_sqlite(Path(database["NAME"]), target)
    else:
        _postgres("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(database: dict[str, Any], source: Path) -> None:
    """Bring a database to what a copy says, in one transaction. Raises CopyError."""
    if database["ENGINE"].endswith("sqlite3"):
        _load_sqlite(source, Path(database["NAME"]))
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _postgres("pg_restore", database, *options, f"--dbname={database['NAME']}", str(source), name_database=False)


def check(database: dict[str, Any], copy: Path) -> None:
    """Raise CopyError where a copy cannot be read through and through."""
    if database["ENGINE"].endswith("sqlite3"):
        _check_sqlite(copy)
    else:
        _run("pg_restore", ["--list", str(copy)], {})


def _dump_sqlite(name: Path, target: Path) -> None:
    if not name.exists():
        raise CopyError(f"there is no database at {name}")
    source, copy = sqlite3.connect(name, timeout=20), sqlite3.connect(target)
    try:
        # All pages in one step: the copy is one moment, and writers go on in their log meanwhile.
        source.backup(copy, pages=-1)
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CopyError(str(error)) from None
    finally:
        source.close()
        copy.close()


def _load_sqlite(source: Path, name: Path) -> None:
    _check_sqlite(source)
    name.parent.mkdir(parents=True, exist_ok=True)
    copy, target = sqlite3.connect(source), sqlite3.connect(name, timeout=20)
    try:
        copy.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise CopyError(str(error)) from None
    finally:
        copy.close()
        target.close()


def _check_sqlite(path: Path) -> None:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
        broken = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise CopyError(str(error)) from None
    finally:
        database.close()
    if found != "ok" or broken:
        raise CopyError(f"the copy is not sound: {found if found != 'ok' else f'a reference to nothing: {broken}'}")


def _postgres(tool: str, database: dict[str, Any], *arguments: str, name_database: bool = True) -> None:
    wanted = {"PGHOST": database.get("HOST"), "PGPORT": database.get("PORT"), "PGUSER": database.get("USER")}
    wanted["PGPASSWORD"] = database.get("PASSWORD")
    settings = {name: str(value) for name, value in wanted.items() if value}
    _run(tool, [*arguments, *([str(database["NAME"])] if name_database else [])], settings)


def _run(tool: str, arguments: list[str], settings: dict[str, str]) -> None:
    program = shutil.which(tool)
    if program is None:
        raise CopyError(f"{tool} is not installed (Debian: postgresql-client)")
    done = subprocess.run(  # noqa: S603 - a program of the system with arguments of ours
        [program, *arguments], env=os.environ | settings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CopyError(done.stderr.strip() or f"{tool} failed")
