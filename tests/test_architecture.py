"""The rules of the house that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["falseos", "editing", "jurisdictions", "offences", "guides"]
# The two files that may name every app.
COMPOSITION_ROOT = {"falseos/settings.py", "falseos/urls.py"}


def modules():
    for app in ORDER:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_down(path):
    name = path.relative_to(ROOT).as_posix()
    if name in COMPOSITION_ROOT:
        return
    level = ORDER.index(name.split("/")[0])
    for module in imported(ast.parse(path.read_text())):
        top = module.split(".")[0]
        assert top not in ORDER[level + 1 :], f"{name} imports {module}"


def test_foreign_keys_name_classes_not_strings():
    pattern = re.compile(r"(ForeignKey|OneToOneField|ManyToManyField)\(\s*\"(?!self\")")
    for path in modules():
        assert not pattern.search(path.read_text()), path


def test_only_the_rendering_module_marks_text_as_safe():
    for path in modules():
        text = path.read_text()
        if path.name != "rendering.py":
            assert "mark_safe" not in text, path
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path
        assert "autoescape off" not in text, path


def test_templates_have_no_inline_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    for path in (ROOT / "templates").rglob("*.html"):
        assert not inline.search(path.read_text()), path


def test_modules_and_functions_stay_short():
    for path in modules():
        text = path.read_text()
        assert text.count("\n") <= 300, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 60, f"{path}: {node.name}"


def test_templates_stay_short():
    for path in (ROOT / "templates").rglob("*.html"):
        assert path.read_text().count("\n") <= 120, path


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_model_field_has_help_text():
    from django.apps import apps

    for model in (m for app in ORDER[1:] for m in apps.get_app_config(app).get_models()):
        for column in model._meta.concrete_fields:
            structural = column.primary_key or (column.is_relation and column.name in model_parents(model))
            assert structural or column.help_text, f"{model.__name__}.{column.name}"


def model_parents(model):
    """The foreign key by which a part hangs on its record; it is never shown in a form."""
    return {"record", "ladder", "route", "treaty", "offence", "behaviour", "guide"}
