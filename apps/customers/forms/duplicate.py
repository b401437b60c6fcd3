"""Two customers becoming one: which stays, and whose value of each field (C10, Z6)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import PickField, StepForm
from apps.customers.duplicates.comparing import BOTH, FIRST, SECOND, differences, kept_by_default, rows, versions
from apps.customers.models import Customer

SIDES = [(FIRST, FIRST), (SECOND, SECOND), (BOTH, BOTH)]


class PairUpForm(StepForm):
    """The customer that is the same as this one."""

    other = PickField(Customer.objects.all(), rows="workable_by", label=_("the same as"))


class MergeForm(StepForm):
    """Side by side: the customer that is kept, and of each difference the value that is (Z6)."""

    keep_which = forms.ChoiceField(choices=SIDES[:2], label=_("Which one stays"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.keep = self.data.get("keep_which") or (kept_by_default(self.record) if self.record.pk else FIRST)
        self.differences = differences(self.record.first, self.record.second) if self.record.pk else []
        for one in self.differences:
            sides = SIDES if one.joined else SIDES[:2]
            self.fields[one.name] = forms.ChoiceField(choices=sides, required=False)

    @property
    def rows(self):
        """The lines of the comparison, with what was chosen so far."""
        return rows(self.record, {one.name: self.data.get(one.name) for one in self.differences})

    @property
    def version(self) -> str:
        return versions(self.record.first, self.record.second)
