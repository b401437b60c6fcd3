"""How the records of one person are to be split (C6)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core.forms import dress
from apps.foundation.picking.people import describe
from apps.office.handover.kinds import KINDS, Item
from apps.office.handover.sharing import Rule, Shares, shared


def receivers(person: User):
    """Everybody but this person who may have at least one kind of what is handed over."""
    may = Q(role__rights__code__in={kind.needs for kind in KINDS})
    return User.objects.filter(may, is_active=True).exclude(pk=person.pk).distinct()


class RuleForm(forms.Form):
    """The rule, and the colleagues it splits among."""

    rule = forms.ChoiceField(label=gettext_lazy("How to split"), choices=Rule.choices, widget=forms.RadioSelect)
    to = forms.ModelMultipleChoiceField(User.objects.none(), label=gettext_lazy("colleagues"), required=False)
    rest = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("all others"), required=False)

    def __init__(self, *args, person: User, items: list[Item], **kwargs):
        super().__init__(*args, **kwargs)
        people = receivers(person)
        self.fields["to"].queryset = self.fields["rest"].queryset = people
        found = {item.customer.region_id for item in items if item.customer}
        self.regions = list(DictItem.objects.filter(pk__in=found).order_by("order"))
        for region in self.regions:
            self.fields[f"region_{region.pk}"] = forms.ModelChoiceField(people, label=str(region), required=False)
        self.order_fields(["rule", "to", *(f"region_{region.pk}" for region in self.regions), "rest"])
        for field in self.fields.values():
            describe(field)
            dress(field)

    def clean(self):
        given = super().clean()
        rule, people = given.get("rule"), given.get("to")
        if rule == Rule.ONE and len(people or ()) != 1:
            self.add_error("to", _("Choose exactly one colleague."))
        elif rule == Rule.EVENLY and not people:
            self.add_error("to", _("Choose the colleagues among whom it is split."))
        elif rule == Rule.REGION and not any(map(given.get, self.places())):
            self.add_error("rest", _("Choose a colleague for at least one region, or for all others."))
        return given

    def places(self) -> list[str]:
        """The fields that count only where the region decides."""
        return [*(f"region_{region.pk}" for region in self.regions), "rest"]

    def shares(self, items: list[Item]) -> Shares:
        """The split as the rule makes it."""
        given = self.cleaned_data
        regions = {region.pk: given[f"region_{region.pk}"] for region in self.regions if given[f"region_{region.pk}"]}
        return shared(items, given["rule"], list(given["to"]), regions, given["rest"])
