"""Which columns exist in English and in French."""

from modeltranslation.translator import TranslationOptions, translator

from jurisdictions import models


def fields_of(*names: str) -> type[TranslationOptions]:
    """Return translation options for these fields; an empty French column stays empty."""
    return type("Options", (TranslationOptions,), {"fields": names})


TRANSLATED = {
    models.Jurisdiction: ("name", "name_in_text", "emergency_note", "policing"),
    models.Source: ("title", "publisher", "url"),
    models.Authority: ("name", "role", "online_note", "deadline", "languages", "lay_terms"),
    models.Municipality: ("name",),
    models.MunicipalityCitation: ("supports",),
    models.Phone: ("label", "hours"),
    models.ReportingChannel: ("name", "action", "summary", "body", "limits", "told_note"),
    models.EscalationLadder: ("name", "summary"),
    models.LadderRung: ("title", "action", "body", "wait"),
    models.CrossBorderRoute: ("title", "summary", "lay_terms"),
    models.RouteStep: ("title", "action", "summary", "body", "told_note"),
    models.Treaty: ("name", "summary"),
    models.TreatyParty: ("note",),
    models.JurisdictionCitation: ("supports",),
    models.AuthorityCitation: ("supports",),
    models.ChannelCitation: ("supports",),
    models.LadderCitation: ("supports",),
    models.RungCitation: ("supports",),
    models.RouteCitation: ("supports",),
    models.StepCitation: ("supports",),
    models.TreatyCitation: ("supports",),
}
for _model, _names in TRANSLATED.items():
    translator.register(_model, fields_of(*_names))
