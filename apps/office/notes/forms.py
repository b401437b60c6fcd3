"""The form of a note and the filters of their list (V4)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.filters import DayRangeFilter, RecordFilter
from apps.core.forms import dress
from apps.foundation.entering.unchanged import AsShown
from apps.foundation.spelling.spelling import compact
from apps.kit.search.lookup import words_of
from apps.office.notes.models import Note


class NoteForm(AsShown, forms.ModelForm):
    """The day and what to remember; the version it was opened with, where it is there already."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Note
        fields = ("text", "day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["text"].widget.attrs["placeholder"] = _("What do you want to remember?")
        for field in self.fields.values():
            dress(field)


class NoteFilter(RecordFilter):
    """Notes by their words and days."""

    day = DayRangeFilter()

    class Meta:
        model = Note
        fields = ("q", "day")

    def search(self, rows, _name, text):
        """One's own notes, which nobody else finds, so that they are filed nowhere: each is looked at (V4)."""
        words = words_of(text)
        texts = rows.order_by().values_list("pk", "text") if words else ()
        return rows.filter(pk__in=[key for key, note in texts if all(map(compact(note).__contains__, words))])
