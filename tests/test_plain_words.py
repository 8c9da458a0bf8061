"""The real content in plain words: what to do at grade 8 or below, the rest at grade 10 or below."""

import pytest

from falseos.base_models import Status
from falseos.content.spec import all_specs, translated_fields
from offences.models import OfficialWording
from tests.readability import grade, syllables

pytestmark = pytest.mark.django_db

ACTION = {"action", "say", "wait", "reply", "when"}
ACTION_GRADE, PROSE_GRADE = 8.0, 10.0
# Names, section numbers and a victim's own words are not sentences of ours.
NOT_PROSE = {
    "name", "name_in_text", "title", "section", "lay_terms", "law_changed_by", "supports", "publisher", "url", "label",
    "hours", "citation", "said", "heading", "note", "content_note",
}  # fmt: skip


def published_texts():
    """Yield each published English text with the record and the field it stands in."""
    for spec in all_specs():
        if spec.model is OfficialWording:
            continue
        for record in spec.model._default_manager.filter(status=Status.PUBLISHED):
            for name in translated_fields(spec.model):
                yield f"{spec.folder}/{record.natural_key()[-1]}", name, getattr(record, f"{name}_en") or ""
            for child in spec.children.values():
                for row in getattr(record, child.related_name).all():
                    for name in translated_fields(child.model):
                        place = f"{spec.folder}/{record.natural_key()[-1]}/{getattr(row, 'slug', row.position)}"
                        yield place, name, getattr(row, f"{name}_en") or ""


def hard_texts(names, limit):
    for place, name, text in published_texts():
        if (name in ACTION) == (names is ACTION) and name not in NOT_PROSE:
            measured = grade(text)
            if measured is not None and measured > limit:
                yield measured, place, name


@pytest.mark.parametrize(("names", "limit"), [(ACTION, ACTION_GRADE), ("prose", PROSE_GRADE)], ids=["action", "prose"])
def test_texts_are_plain(names, limit):
    offenders = sorted(hard_texts(names, limit), reverse=True)
    assert not offenders, "\n".join(f"grade {measured:.1f}: {place}: {name}" for measured, place, name in offenders)


def test_the_measure_tells_hard_from_plain():
    plain = "Call the police. Ask for a number. Write it down. Keep it safe. Then read on."
    hard = (
        "Notwithstanding the aforementioned considerations, complainants experiencing technologically facilitated "
        "victimization should expeditiously communicate particulars to the appropriate investigatory authorities."
    )
    assert grade(plain) < 3 < 16 < grade(hard)
    assert [syllables(word) for word in ("police", "harassment", "file", "occurrence")] == [2, 3, 1, 3]
