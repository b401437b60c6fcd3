"""What is asked about a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import StepForm
from apps.core.rights import SHARE
from apps.kit.saved_views.models import NAME_LENGTH, SavedView


class ViewForm(StepForm):
    """The name of a view, who else sees it, whether the list opens with it; `record` is the view, if there is one."""

    name = forms.CharField(label=_("name"), max_length=NAME_LENGTH)
    position = forms.IntegerField(label=_("place among your views"), min_value=1, max_value=1000)
    shared_with = forms.ModelChoiceField(
        SavedView._meta.get_field("shared_with").related_model.objects.all(),
        label=_("shared with"),
        required=False,
        empty_label=_("nobody: only you see it"),
        help_text=_("Everybody in this role sees the tab; each finds the records of their own reach behind it."),
    )
    default = forms.BooleanField(label=_("the list opens with this view"), required=False)

    def __init__(self, *args, may_change: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_change:
            for name in ("name", "position", "shared_with"):
                del self.fields[name]
        elif not self.user.has_perm(SHARE):
            del self.fields["shared_with"]
        if self.record is None:
            del self.fields["position"]
            self.fields["name"].help_text = _("A view of yours by the same name is replaced.")

    def given(self) -> dict:
        """What changes of the view itself; who may not share leaves the sharing as it is."""
        shared = {} if self.record is None else {"shared_with": self.record.shared_with}
        return shared | {name: value for name, value in self.cleaned_data.items() if name != "default"}
