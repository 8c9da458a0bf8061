"""The loader: all or nothing, the same twice, and an editor's change is never overwritten."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext

from falseos.base_models import Status
from falseos.content.loader import load
from falseos.content.spec import all_specs
from jurisdictions.models import EscalationLadder, Phone, Source
from offences.models import Offence

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(tmp_path):
    """A copy of the real fixtures that a test may break."""
    return Path(shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures"))


def everything():
    """The whole database as text: what must be the same before and after a refused load."""
    rows = []
    for spec in all_specs():
        rows.append(serialize("json", spec.model._default_manager.order_by("pk")))
        for child in spec.children.values():
            rows.append(serialize("json", child.model._default_manager.order_by("pk")))
    return rows


def run(folder, **choices):
    out, err = StringIO(), StringIO()
    try:
        call_command("load_guide", fixtures=folder, stdout=out, stderr=err, **choices)
    except CommandError as error:
        return error.returncode, err.getvalue() + str(error)
    return 0, out.getvalue()


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


HARASSMENT = Path("offences/canada/criminal-harassment.yaml")


def test_a_second_load_changes_nothing_and_says_so(fixtures):
    before = everything()
    code, text = run(fixtures)
    assert code == 0
    assert "Nothing to change" in text
    assert everything() == before


def test_a_load_that_changed_something_lets_the_database_count_its_rows(fixtures):
    for change, counts in ((True, 1), (False, 0)):
        if change:
            edit(fixtures / HARASSMENT, "name_en:", "name_en: Changed #")
        with CaptureQueriesContext(connection) as queries:
            assert run(fixtures)[0] == 0
        assert [query["sql"] for query in queries].count("ANALYZE") == counts


def break_reference(root):
    edit(root / HARASSMENT, "statute: criminal-code", "statute: no-such-act")
    return HARASSMENT, "statute", "no-such-act"


def break_source(root):
    text = (root / HARASSMENT).read_text()
    start = text.index("\nsources:")
    end = text.find("\n", start + 1)
    lines = text[end + 1 :].splitlines(keepends=True)
    rest = 0
    while rest < len(lines) and lines[rest].startswith((" ", "-")):
        rest += 1
    (root / HARASSMENT).write_text(text[:start] + "\n" + "".join(lines[rest:]))
    return HARASSMENT, "sources", "names its source"


def break_date(root):
    edit(root / HARASSMENT, "law_changed_on:", "law_changed_on: 2026-02-30 #")
    return HARASSMENT, "law_changed_on", ""


def break_slug(root):
    shutil.copy(root / HARASSMENT, root / "offences/canada/zz-copy.yaml")
    return Path("offences/canada/zz-copy.yaml"), "slug", "duplicate"


def break_scheme(root):
    path = Path("sources/canada.yaml")
    edit(root / path, 'url_en: "https://', 'url_en: "javascript:https://')
    return path, "url_en", "https"


def break_http(root):
    path = Path("sources/canada.yaml")
    edit(root / path, 'url_en: "https://', 'url_en: "http://')
    return path, "url_en", "https"


def break_yaml(root):
    path = Path("jurisdictions/canada.yaml")
    with (root / path).open("a") as file:
        file.write("\nnote: [unclosed\n")
    return path, "", "not valid YAML"


def break_key(root):
    edit(root / HARASSMENT, "law_status:", "law_statuss:")
    return HARASSMENT, "law_statuss", "no such field"


def break_choice(root):
    edit(root / HARASSMENT, "classification: hybrid", "classification: felonious")
    return HARASSMENT, "classification", "felonious"


def break_double_key(root):
    with (root / HARASSMENT).open("a") as file:
        file.write("\nslug: criminal-harassment\n")
    return HARASSMENT, "", "twice"


def break_reserved(root):
    path = Path("jurisdictions/zz.yaml")
    (root / path).write_text("slug: sources\ncode: ZZ\nname_en: Nowhere\nstatus: published\n")
    return path, "slug", "address"


def break_folder(root):
    path = Path("offenses/x.yaml")
    (root / path).parent.mkdir()
    (root / path).write_text("slug: x\n")
    return path, "", "no kind of record"


BREAKS = [
    break_reference, break_source, break_date, break_slug, break_scheme, break_http, break_yaml, break_key,
    break_choice, break_double_key, break_reserved, break_folder,
]  # fmt: skip


@pytest.mark.parametrize("breakage", BREAKS, ids=lambda b: b.__name__)
def test_a_mistake_stops_the_load_and_names_its_place(fixtures, breakage):
    before = everything()
    file, field, message = breakage(fixtures)
    code, text = run(fixtures)
    assert code == 1
    assert f"fixtures/{file.as_posix()}" in text
    if field:
        assert f"field {field}" in text
    assert message in text
    assert everything() == before


def test_a_model_that_refuses_stops_the_load_too(fixtures):
    """A rule that only the model knows is found while applying, and everything is rolled back."""
    before = everything()
    edit(fixtures / "jurisdictions/canada.yaml", "kind: country", "kind: province")
    edit(fixtures / HARASSMENT, "name_en:", "name_en: Changed #")
    code, text = run(fixtures)
    assert code == 1
    assert "jurisdictions/canada.yaml" in text
    assert everything() == before


def test_a_changed_file_updates_its_record(fixtures):
    edit(fixtures / HARASSMENT, "name_en:", "name_en: Changed #")
    code, text = run(fixtures)
    assert code == 0
    assert "1 updated" in text
    assert Offence.objects.get(slug="criminal-harassment").name_en.startswith("Changed")
    assert "Nothing to change" in run(fixtures)[1]


def test_an_edited_record_is_left_alone_and_named(fixtures):
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.caution_en = "An editor's words"
    offence.save()
    code, text = run(fixtures)
    assert code == 0
    assert "edited in the admin since the last load: offence canada/criminal-harassment" in text
    assert "left alone" in run(fixtures)[1]
    offence.refresh_from_db()
    assert offence.caution_en == "An editor's words"


def test_a_record_changed_on_both_sides_stops_the_load_and_names_each_field(fixtures):
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.caution_en = "An editor's words"
    offence.save()
    edit(fixtures / HARASSMENT, "name_en:", "name_en: Changed #")
    edit(fixtures / "sources/australia.yaml", 'title_en: "INTERPOL"', 'title_en: "Not to be applied"')
    before = everything()
    code, text = run(fixtures)
    assert code == 1
    assert f"fixtures/{HARASSMENT}, record offences/canada/criminal-harassment, field name_en: changed in the f" in text
    assert "field caution_en: changed in the database" in text
    assert everything() == before


def test_a_choice_settles_it_for_one_record(fixtures):
    label = "offences/canada/criminal-harassment"
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.caution_en = "An editor's words"
    offence.save()
    edit(fixtures / HARASSMENT, "name_en:", "name_en: Changed #")
    assert run(fixtures, keep_database=[label])[0] == 0
    offence.refresh_from_db()
    assert offence.caution_en == "An editor's words"
    assert run(fixtures)[0] == 0  # the choice holds until one of them changes again
    assert run(fixtures, take_file=[label])[0] == 0
    offence.refresh_from_db()
    assert offence.name_en.startswith("Changed")
    assert offence.caution_en != "An editor's words"
    assert run(fixtures, take_file=["offences/canada/nothing"])[0] == 1
    assert run(fixtures, take_file=[label], keep_database=[label])[0] == 1


def test_an_edited_record_that_leaves_the_files_stops_the_load(fixtures):
    source = Source.objects.create(slug="by-hand", title_en="x", publisher_en="x", url_en="https://example.org/")
    path = fixtures / "sources/by-hand.yaml"
    path.write_text("slug: by-hand\ntitle_en: x\npublisher_en: x\nurl_en: https://example.org/\n")
    assert run(fixtures)[0] == 0
    Source.objects.filter(pk=source.pk).update(title_en="An editor's title")
    path.unlink()
    code, text = run(fixtures)
    assert code == 1
    assert "record sources/by-hand, field title_en: the record left the files" in text
    assert run(fixtures, keep_database=["sources/by-hand"])[0] == 0
    source.refresh_from_db()
    assert (source.title_en, source.loaded_state) == ("An editor's title", None)
    assert run(fixtures)[0] == 0


def test_an_edited_child_counts_as_an_edit(fixtures):
    rung = EscalationLadder.objects.get(slug="canada").rungs.first()
    rung.title_en = "An editor's rung"
    rung.save()
    assert "escalation ladder canada" in run(fixtures)[1]
    rung.refresh_from_db()
    assert rung.title_en == "An editor's rung"


def test_a_record_that_leaves_the_files_is_retired_and_comes_back(fixtures):
    moved = fixtures / HARASSMENT
    text = moved.read_text()
    for path in (fixtures / "offences").rglob("*.yaml"):
        path.write_text(path.read_text().replace("canada/criminal-harassment", "canada/uttering-threats"))
    shutil.rmtree(fixtures / "matches")
    moved.unlink()
    assert "retired, no longer in the fixtures: offence canada/criminal-harassment" in run(fixtures)[1]
    assert Offence.objects.get(slug="criminal-harassment").status == Status.RETIRED
    moved.write_text(text)
    run(fixtures)
    assert Offence.objects.get(slug="criminal-harassment").status == Status.PUBLISHED


def test_a_record_made_in_the_admin_is_not_touched(fixtures):
    Source.objects.create(slug="by-hand", title_en="By hand", publisher_en="An editor", url_en="https://example.org/")
    run(fixtures)
    assert Source.objects.get(slug="by-hand").status == Status.DRAFT


def test_what_is_loaded_reads_back_as_the_file(fixtures):
    report = load(fixtures)
    assert report.changed == 0
    assert not report.kept


def test_numbers_stay_text(fixtures):
    assert Phone.objects.get(number="1-888-495-8501").tel == "+18884958501"


def test_a_missing_folder_is_an_error():
    with pytest.raises(CommandError, match="no such folder"):
        call_command("load_guide", fixtures=Path("/nowhere/at/all"))
