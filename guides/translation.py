"""Which columns exist in English and in French."""

from modeltranslation.translator import translator

from guides import models
from jurisdictions.translation import fields_of

TRANSLATED = {
    models.Guide: ("title", "promise", "summary"),
    models.GuideBlock: ("title", "action", "summary", "body"),
    models.BlockCitation: ("supports",),
    models.Essential: ("title", "action", "summary", "body", "lay_terms"),
    models.EssentialCitation: ("supports",),
    models.BrushOff: ("said", "reply", "law", "right", "when", "lay_terms"),
    models.BrushOffCitation: ("supports",),
    models.Page: ("title", "summary", "body", "lay_terms"),
    models.Platform: ("name", "summary", "police_needs", "renewal_note", "told_note"),
    models.PlatformCitation: ("supports",),
    models.PlatformRoute: ("steps", "told_note"),
    models.PlatformRouteCitation: ("supports",),
    models.SlugAlias: (),
}
for _model, _names in TRANSLATED.items():
    translator.register(_model, fields_of(*_names))
