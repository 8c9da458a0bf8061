"""The database back into the files: byte for byte where nobody edited, and readable differences where somebody did."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from falseos.content.export import export
from falseos.content.files import records_in
from falseos.content.loader import key_in_file, load
from falseos.content.spec import all_specs
from falseos.content.states import FileReader, state_from_database, tidy
from falseos.content.yaml_edit import edited_file
from falseos.content.yaml_text import record_lines
from jurisdictions.models import EscalationLadder, Phone, Source
from offences.models import Offence

pytestmark = pytest.mark.django_db

HARASSMENT = Path("offences/canada/criminal-harassment.yaml")


@pytest.fixture
def fixtures(tmp_path):
    return Path(shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures"))


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in sorted(root.rglob("*.y*ml"))}


def changed_lines(before, after):
    old, new = before.decode().split("\n"), after.decode().split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


def run(name, folder, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(name, fixtures=folder, stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, err.getvalue() + str(error)
    return 0, out.getvalue()


def test_an_export_of_a_fresh_load_is_the_committed_files(fixtures):
    before = contents(fixtures)
    code, text = run("export_guide", fixtures)
    assert code == 0
    assert "Nothing to write" in text
    assert contents(fixtures) == before


def test_every_record_could_be_taken_apart_and_put_together_again(fixtures):
    """Every file passes through the editor of files, with every record marked as changed, and keeps every byte."""
    for spec in all_specs():
        for path in sorted((fixtures / spec.folder).rglob("*.y*ml")):
            text = path.read_text()
            states = [FileReader("", "").state(spec, data) for data in records_in(text)]
            changes = {number: (state, state) for number, state in enumerate(states)}
            assert edited_file(text, spec, changes) == text, path


def test_every_record_could_be_written_anew():
    """A record written from the database alone reads back as it stands there."""
    for spec in all_specs():
        for instance in spec.model._default_manager.all():
            state = state_from_database(spec, instance)
            (data,) = records_in("\n".join(record_lines(spec, state, 0)))
            assert FileReader("", "").state(spec, data) == state, instance


def test_one_edit_changes_one_value_in_one_file(fixtures):
    before = contents(fixtures)
    Offence.objects.filter(slug="criminal-harassment").update(content_note_en="This card is about fear.")
    assert export(fixtures).written == [f"fixtures/{HARASSMENT}"]
    after = contents(fixtures)
    gone, come = changed_lines(before.pop(HARASSMENT), after.pop(HARASSMENT))
    assert gone == ['content_note_en: "This card is about stalking, threats and fear for safety."']
    assert come == ['content_note_en: "This card is about fear."']
    assert before == after
    assert load(fixtures).changed == 0
    assert export(fixtures).written == []


def test_a_child_is_edited_in_place(fixtures):
    path = Path("ladders/australia.yaml")
    before = (fixtures / path).read_bytes()
    ladder = EscalationLadder.objects.get(slug="australia")
    rung = ladder.rungs.get(slug="emergency")
    rung.title_en = 'In danger: "000"'
    rung.save()
    rung.citations.first().delete()
    export(fixtures)
    gone, come = changed_lines(before, (fixtures / path).read_bytes())
    assert come == ['    title_en: "In danger: \\"000\\""']
    assert len(gone) <= 2
    assert load(fixtures).changed == 0


STRANGE = [
    "x" * 300, "word " * 60 + "end", "two  blanks " * 20 + "end", "# not a comment", "- not a list", "yes", "a: b",
    "first\n\n  indented\n\nlast", "tab\there", "line\u2028separator", "‘quotes’ “here” \\ \"", "emoji 🙂", "{}", "'",
    "delete\x7f", "a\n# b\n\n\n\nc", "\ufeffmark", "%x", "null", "0123", "2026-01-01", "... \n---\nx",
]  # fmt: skip


@given(
    text=st.one_of(st.sampled_from(STRANGE), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
)
def test_any_text_reads_back(text):
    spec = next(spec for spec in all_specs() if spec.folder == "pages")
    before = {"slug": "x", "status": "draft", "title_en": "Title", "body_en": "Body"}
    after = before | {"body_en": tidy(text) or "x", "summary_en": tidy(text) or "x"}
    file = "# about\nslug: x\nbody_en: |\n  Body\n\ntitle_en: Title  # a remark\n"
    for written in (edited_file(file, spec, {0: (before, after)}), "\n".join(record_lines(spec, after, 0))):
        (data,) = records_in(written)
        assert FileReader("", "").state(spec, data) == after


def test_a_record_made_in_the_admin_gets_a_file(fixtures):
    source = Source.objects.create(
        slug="by-hand", title_en="By hand", publisher_en="An editor", url_en="https://example.org/", status="published"
    )
    assert export(fixtures).written == ["fixtures/sources/by-hand.yaml"]
    assert load(fixtures).changed == 0
    source.refresh_from_db()
    assert source.loaded_state["title_en"] == "By hand"
    assert export(fixtures).written == []


def test_a_field_that_was_emptied_or_filled_is_removed_or_added(fixtures):
    path = Path("phones/australia.yaml")
    Phone.objects.filter(slug="au-131-444").update(hours_en="", label_fr="Ligne d'assistance")
    export(fixtures)
    text = (fixtures / path).read_text()
    first = text[: text.index("- slug: au-131-444-nsw")]
    assert "hours_en" not in first
    assert 'label_fr: "Ligne d\'assistance"' in first
    assert load(fixtures).changed == 0


def test_a_file_that_is_newer_is_left_alone(fixtures):
    text = (fixtures / HARASSMENT).read_text()
    (fixtures / HARASSMENT).write_text(text.replace("name_en:", "name_en: Newer #"))
    before = contents(fixtures)
    code, said = run("export_guide", fixtures)
    assert code == 0
    assert "the file changed since the last load: offences/canada/criminal-harassment" in said
    assert contents(fixtures) == before


def test_both_sides_changed_stops_the_export(fixtures):
    text = (fixtures / HARASSMENT).read_text()
    (fixtures / HARASSMENT).write_text(text.replace("name_en:", "name_en: Newer #"))
    Offence.objects.filter(slug="criminal-harassment").update(caution_en="An editor's words")
    Source.objects.filter(slug="afp-interpol").update(title_en="Edited as well")
    before = contents(fixtures)
    code, said = run("export_guide", fixtures)
    assert code == 1
    assert "record offences/canada/criminal-harassment, field name_en" in said
    assert contents(fixtures) == before
    code, _ = run("export_guide", fixtures, keep_database=["offences/canada/criminal-harassment"])
    assert code == 0
    assert "An editor's words" in (fixtures / HARASSMENT).read_text()
    assert "Newer" not in (fixtures / HARASSMENT).read_text()


def test_export_needs_a_loaded_database(fixtures):
    (fixtures / "sources/zz.yaml").write_text("slug: zz\ntitle_en: Z\npublisher_en: Z\nurl_en: https://example.org/\n")
    code, said = run("export_guide", fixtures)
    assert code == 1
    assert "run load_guide first" in said


def test_key_of_a_file_record():
    spec = next(spec for spec in all_specs() if spec.folder == "offences")
    assert key_in_file(spec, {"jurisdiction": "canada", "slug": "x"}) == "canada/x"
