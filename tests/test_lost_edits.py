"""Whatever editors do in files and in the database, in whatever order: no edit is lost without a word."""

import shutil
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from falseos.content.files import records_in
from falseos.content.loader import key_in_file
from falseos.content.spec import all_specs
from falseos.content.states import FileReader, state_from_database
from falseos.content.yaml_edit import edited_file
from falseos.editing.records import write
from falseos.history import snapshot

pytestmark = pytest.mark.django_db

# A small guide with every shape of file: a list of records, one record, children with sources, a comment, folded text.
FILES = {
    "sources/all.yaml": """# Two official pages
- slug: one
  title_en: "One"
  publisher_en: "An office"
  url_en: "https://one.example/"
  status: published
  # the second is newer
- slug: two
  title_en: >-
    Two
    words
  publisher_en: "An office"
  url_en: "https://two.example/"
  status: published
""",
    "jurisdictions/here.yaml": """slug: here
code: XX
name_en: "Here"
emergency_number: "111"
status: published
sources:
  - one
  - source: two
    supports_en: "The number"
""",
    "ladders/here.yaml": """slug: here
jurisdiction: here
name_en: "The ladder"
status: published

rungs:
  - slug: first
    title_en: "First"
    body_en: |
      Call.

      ## Then

      Wait.
    sources:
      - one

  # comes second
  - slug: second
    title_en: "Second"
    sources: [two]
""",
}
FIELDS = {
    "sources/one": ["title_en", "publisher_en", "editor_note"],
    "sources/two": ["title_en", "title_fr"],
    "jurisdictions/here": ["name_en", "emergency_note_en", "sources"],
    "ladders/here": ["summary_en", "rungs"],
}
TEXTS = ["", "alpha", "beta: # x", "two\n\nlines", "word " * 30 + "end"]
LABELS = list(FIELDS)

edit = st.sampled_from([(label, name) for label, names in FIELDS.items() for name in names])
step = st.one_of(
    st.tuples(st.sampled_from(["file", "database"]), edit, st.integers(0, len(TEXTS) - 1)),
    st.tuples(st.sampled_from(["load", "export"]), st.just(()), st.just(0)),
    st.tuples(st.sampled_from(["take_file", "keep_database"]), st.sampled_from(LABELS), st.sampled_from([0, 1])),
)


def changed(state, name, number):
    """Return a state with one field changed: a text set or emptied, a part added, removed, moved or reworded."""
    text = TEXTS[number].strip()
    if name in ("name_en", "publisher_en"):
        text = text[:70].strip()  # these columns are short
    after = dict(state)
    if name == "rungs":
        rungs = [dict(rung) for rung in after["rungs"]]
        if number == 0 and len(rungs) > 1:
            rungs.pop(0)
        elif number == 1:
            rungs.reverse()
        elif number == 2:
            rungs.append({"slug": f"rung-{len(rungs)}-{len(state)}", "title_en": "New", "sources": rungs[0]["sources"]})
        else:
            rungs[-1]["body_en"] = text
        slugs = [rung["slug"] for rung in rungs]
        after["rungs"] = rungs if len(set(slugs)) == len(slugs) else after["rungs"]
    elif name == "sources":
        items = [dict(item) for item in after["sources"]]
        if number == 0 and len(items) > 1:
            items.pop()
        elif number == 1:
            items.reverse()
        elif text:
            items[0]["supports_en"] = text
        else:
            items[0].pop("supports_en", None)
        after["sources"] = items
    elif text:
        after[name] = text
    elif not name.startswith(("title_en", "publisher_en", "name_en")):
        after.pop(name, None)
    return after


def empty_database():
    """Nothing is left, histories included; keys are checked at the end of a transaction, so the order is free."""
    for app in ("jurisdictions", "offences", "guides"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            model._default_manager.all()._raw_delete("default")


class World:
    """Files, a database, and what a careful observer would expect of both."""

    def __init__(self, root):
        self.root = root / "fixtures"
        shutil.rmtree(root, ignore_errors=True)
        for name, text in FILES.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        empty_database()
        self.specs = {spec.folder: spec for spec in all_specs()}
        self.file, self.base, self.stored = self.file_states(), {}, {}
        self.exported = {label: [] for label in LABELS}
        assert self.run("load_guide")[0] == 0
        self.base, self.stored = dict(self.file), self.database_states()
        assert self.stored == self.file

    def run(self, command, **options):
        out, err = StringIO(), StringIO()
        try:
            call_command(command, fixtures=self.root, stdout=out, stderr=err, **options)
        except CommandError as error:
            return error.returncode, err.getvalue() + str(error)
        return 0, out.getvalue()

    def file_states(self):
        states = {}
        for spec in self.specs.values():
            for path in sorted((self.root / spec.folder).rglob("*.yaml")):
                for data in records_in(path.read_text()):
                    key = key_in_file(spec, data)
                    states[f"{spec.folder}/{key}"] = FileReader("", key).state(spec, data)
        return states

    def record(self, label):
        folder, key = label.split("/")
        return self.specs[folder], self.specs[folder].model._default_manager.get(slug=key)

    def database_states(self):
        return {label: state_from_database(*self.record(label)) for label in LABELS}

    def edit_file(self, label, name, number):
        spec = self.specs[label.split("/")[0]]
        before = self.file[label]
        after = changed(before, name, number)
        for path in (self.root / spec.folder).rglob("*.yaml"):
            keys = [f"{spec.folder}/{key_in_file(spec, data)}" for data in records_in(path.read_text())]
            if label in keys:
                path.write_text(edited_file(path.read_text(), spec, {keys.index(label): (before, after)}))
        assert self.file_states()[label] == after
        self.file[label] = after

    def edit_database(self, label, name, number):
        spec, record = self.record(label)
        after = changed(self.stored[label], name, number)
        record = write(spec, record, after)
        snapshot(record, after, "an edit", None)
        self.stored[label] = after

    def fate(self, label, chosen):
        file, base, stored = self.file[label], self.base[label], self.stored[label]
        if file == stored:
            return "same"
        if label in chosen:
            return chosen[label]
        if stored == base:
            return "file"
        if file == base or file in self.exported[label]:
            return "database"
        return "both"

    def transfer(self, command, chosen):
        """Run a load or an export and hold it to what the three states say."""
        options = {side: [label for label, chose in chosen.items() if chose == won] for side, won in SIDES.items()}
        fates = {label: self.fate(label, chosen) for label in LABELS}
        code, said = self.run(command, **options)
        conflicts = [label for label, fate in fates.items() if fate == "both"]
        assert code == (1 if conflicts else 0), said
        for label in conflicts:
            for name in set(self.file[label]) | set(self.stored[label]):
                if self.file[label].get(name) != self.stored[label].get(name):
                    assert f"record {label}, field {name}" in said
        if not conflicts:
            (self.after_load if command == "load_guide" else self.after_export)(fates, said)
        assert self.file_states() == self.file
        assert self.database_states() == self.stored

    def after_load(self, fates, said):
        for label, fate in fates.items():
            if fate == "file":
                self.stored[label] = self.file[label]
            elif fate == "database":
                assert label.split("/")[1] in said
                assert "left alone" in said
            if fate != "database" or self.file[label] not in self.exported[label]:
                self.exported[label] = []
            self.base[label] = self.file[label]

    def after_export(self, fates, said):
        for label, fate in fates.items():
            if fate == "database":
                self.file[label] = self.stored[label]
                self.exported[label].append(self.stored[label])
            elif fate == "file":
                assert f"left as it is, the file changed since the last load: {label}" in said


SIDES = {"take_file": "file", "keep_database": "database"}


@settings(
    max_examples=30,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(step, max_size=10))
def test_no_edit_is_ever_lost_silently_and_the_round_trip_is_identical(steps):
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        for kind, what, number in steps:
            if kind == "file":
                world.edit_file(*what, number)
            elif kind == "database":
                world.edit_database(*what, number)
            elif kind in SIDES:
                world.transfer(["load_guide", "export_guide"][number], {what: SIDES[kind]})
            else:
                world.transfer(f"{kind}_guide", {})
        settle(world)


def settle(world):
    """Whatever happened: with the database chosen everywhere, files and database agree and stay as they are."""
    world.transfer("export_guide", dict.fromkeys(LABELS, "database"))
    before = {path: path.read_bytes() for path in world.root.rglob("*.yaml")}
    assert world.run("load_guide")[0] == 0
    assert world.run("export_guide") == (0, "Nothing to write: the files say what the database says.\n")
    empty_database()
    assert world.run("load_guide")[0] == 0
    assert world.run("export_guide")[0] == 0
    assert {path: path.read_bytes() for path in world.root.rglob("*.yaml")} == before
