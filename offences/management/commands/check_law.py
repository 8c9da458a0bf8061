"""`manage.py check_law`: compares the cards with the law's own text, as the Department of Justice publishes it."""

import asyncio
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from falseos.web import NoAnswer, read_whole
from offences.law_watch.compare import Finding, compare
from offences.law_watch.consolidation import Consolidation, NotAConsolidation, read_consolidation
from offences.law_watch.record import cited, keep, take_wording
from offences.models import Statute

DIFFERENT = 1
BROKEN = 2


class Command(BaseCommand):
    """Exits with 0 when nothing differs, with 1 when something does, with 2 when the law could not be read."""

    help = "Compare every card with the consolidation: wording, history, in-force dates, maximum terms, mode of trial."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where the law is to be read, and what to do with it."""
        parser.add_argument("--statute", default="criminal-code", help="slug of the Act")
        parser.add_argument("--en", help="file or https address of the English XML; default: LAW_XML_EN")
        parser.add_argument("--fr", help="file or https address of the French XML; default: LAW_XML_FR")
        parser.add_argument("--report", type=Path, help="write what differs to this file, as JSON")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing for the desk")
        parser.add_argument("--take-wording", action="store_true", help="bring the wording shown on cards up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, keep, report."""
        statute = Statute.objects.filter(slug=options["statute"]).first()
        if statute is None:
            raise CommandError(f"There is no Act {options['statute']!r}.", returncode=BROKEN)
        english = self._read(options["en"] or settings.LAW_XML["en"], "en")
        french = self._read(options["fr"] or settings.LAW_XML["fr"], "fr")
        if english.day != french.day:
            raise CommandError(f"The English text is of {english.day}, the French of {french.day}.", returncode=BROKEN)
        cards, wordings = cited(statute)
        findings = compare(english, french, cards, wordings)
        if not options["dry_run"]:
            keep(statute, english, findings)
        if options["report"]:
            options["report"].write_text(as_json(english, findings), encoding="utf-8")
        sections = {card.section_number for card in cards} | {wording.section_number for wording in wordings}
        self._print(english, findings, sections)
        newest = max((card.law_read_on for card in cards if card.law_read_on), default=english.day)
        if newest > english.day:
            self.stdout.write(f"This consolidation is older than the one our cards were read from ({newest}).")
        if options["take_wording"]:
            taken = take_wording(wordings, english, french)
            self.stdout.write(f"Wording brought to {english.day}: {', '.join(taken) or 'none'}.")
        if findings:
            sys.exit(DIFFERENT)

    def _read(self, where: str, language: str) -> Consolidation:
        if not where:
            name = f"LAW_XML_{language.upper()}"
            raise CommandError(f"Where is the law? Give --{language}, or set {name}.", returncode=BROKEN)
        try:
            if where.startswith(("https://", "http://")):
                content = asyncio.run(read_whole(where))
            else:
                content = Path(where).read_bytes()
            law = read_consolidation(content, where)
        except NoAnswer as error:
            raise CommandError(f"{where}: {error.detail}", returncode=BROKEN) from None
        except OSError as error:
            raise CommandError(f"{where}: {error.strerror}", returncode=BROKEN) from None
        except NotAConsolidation as error:
            raise CommandError(str(error), returncode=BROKEN) from None
        if law.language != language:
            raise CommandError(f"{where}: this is the text in {law.language!r}, not {language!r}.", returncode=BROKEN)
        return law

    def _print(self, law: Consolidation, findings: list[Finding], sections: set[str]) -> None:
        self.stdout.write(f"{law.title} as of {law.day}: {len(sections)} sections that our records cite.")
        for one in findings:
            card = f" [card {one.card.slug}]" if one.card else ""
            self.stdout.write(f"s. {one.section_number}{card}: {one.message}")
        changed = list(dict.fromkeys(one.section_number for one in findings))
        self.stdout.write(f"Differ: {', '.join(changed)}." if changed else "Nothing differs.")


def as_json(law: Consolidation, findings: list[Finding]) -> str:
    """Return what differs as JSON."""
    rows = [
        {
            "section": one.section_number,
            "card": one.card.slug if one.card else None,
            "what": one.what,
            "message": one.message,
            "difference": one.difference,
        }
        for one in findings
    ]
    content = {"act": law.title, "as_of": law.day.isoformat(), "findings": rows}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
