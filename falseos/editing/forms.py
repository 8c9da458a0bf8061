"""The form of every record: its fields, and what its editor says of the change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from falseos.content.states import tidy
from falseos.editing.saving import Note

NOTE_FIELDS = ("change_why", "change_notable", "change_note_en", "change_note_fr")
SEEN_FIELDS = ("seen_state", "seen_row")


class NoteForm(forms.Form):
    """What changed and why, and what readers are told of it."""

    change_why = forms.CharField(
        label=_("What changed and why"),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 90}),
        help_text=_("For the other editors and for the history. Name the page that shows it."),
    )
    change_notable = forms.BooleanField(
        label=_("Notable"), required=False, help_text=_("Readers are told on the page of changes.")
    )
    change_note_en = forms.CharField(
        label=_("Note for readers"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 90}),
        help_text=_("One plain sentence. Needed for a notable change."),
    )
    change_note_fr = forms.CharField(
        label=_("Note for readers, in French"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 90}),
        help_text=_("Without it French readers see the English note."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the note where readers shall be told."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("change_notable") and not cleaned.get("change_note_en"):
            self.add_error("change_note_en", _("Say in one sentence what readers should know."))
        return cleaned

    def note(self) -> Note:
        """Return what the editor said. Call after validation."""
        said = self.cleaned_data
        if not said.get("change_notable"):
            return Note(said["change_why"])
        return Note(said["change_why"], said["change_note_en"], said.get("change_note_fr", ""))


class RecordForm(NoteForm, forms.ModelForm):
    """A record's own fields, the note, and what the editor had before them when the form was opened."""

    seen_state = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_row = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("_preview") and "change_why" in self.fields:
            # Nothing is saved by looking, so nothing has to be said of it.
            self.fields["change_why"].required = False

    def clean(self) -> dict[str, Any]:
        """Give texts one kind of line end: a browser sends another than the fixtures have."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = tidy(value)
        return cleaned


class RestoreForm(NoteForm):
    """Why an earlier version is brought back."""


class DecisionForm(forms.Form):
    """What the second editor decides."""

    decision = forms.ChoiceField(choices=[("approve", _("Approve and publish")), ("send_back", _("Send back"))])
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("Needed when you send a change back: what should be looked at?"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where a change is sent back."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "send_back" and not cleaned.get("answer"):
            self.add_error("answer", _("Say what should be looked at."))
        return cleaned
