"""Which columns exist in English and in French."""

from modeltranslation.translator import translator

from jurisdictions.translation import fields_of
from offences import models

TRANSLATED = {
    models.Statute: ("name", "citation"),
    models.Offence: (
        "name",
        "section",
        "content_note",
        "classification_note",
        "maximum",
        "law_changed_by",
        "earlier_rule",
        "action",
        "summary",
        "body",
        "evidence",
        "say",
        "caution",
        "lay_terms",
    ),
    models.OffenceElement: ("text",),
    models.OffenceCitation: ("supports",),
    models.Behaviour: ("name", "lay_terms"),
    models.BehaviourMatch: ("reason", "stronger"),
    models.MatchCitation: ("supports",),
    models.OfficialWording: ("heading", "text", "law_changed_note"),
}
for _model, _names in TRANSLATED.items():
    translator.register(_model, fields_of(*_names))
