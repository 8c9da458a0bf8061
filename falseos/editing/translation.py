"""Which columns exist in English and in French."""

from modeltranslation.translator import TranslationOptions, register

from falseos.editing.models import ReaderNote


@register(ReaderNote)
class ReaderNoteOptions(TranslationOptions):
    """A note falls back to English, visibly, like every text."""

    fields = ("note",)
