"""The options by which an operator settles a conflict between files and database, record by record."""

from argparse import ArgumentParser
from typing import Any

from falseos.content.compare import Choices


def add_choices(parser: ArgumentParser) -> None:
    """Add --take-file and --keep-database, each for one record and as often as needed."""
    parser.add_argument(
        "--take-file",
        action="append",
        default=[],
        metavar="FOLDER/KEY",
        help="the file's version of this record wins, for example offences/canada/criminal-harassment",
    )
    parser.add_argument(
        "--keep-database",
        action="append",
        default=[],
        metavar="FOLDER/KEY",
        help="the database's version of this record wins",
    )


def choices_from(options: dict[str, Any]) -> Choices:
    """Return what the operator chose."""
    return Choices(frozenset(options.get("take_file") or ()), frozenset(options.get("keep_database") or ()))
