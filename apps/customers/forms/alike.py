"""Forms that say, while somebody types and when they save, that it may be there already (C10, Z6)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.customers.duplicates import candidates, keys
from apps.customers.duplicates.candidates import Alike
from apps.foundation.entering.keys import numbers


class AlikeForm:
    """Beside a form: what its `watched` fields say is looked for; what is found has to be seen before it is saved."""

    watched: tuple[str, ...] = ()
    alike: list[Alike] = ()
    ticked = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meta = self._meta.model._meta
        address = reverse(f"{meta.app_label}:{meta.model_name}-alike")
        asks = {
            "hx-get": f"{address}?of={self.instance.pk or ''}",
            "hx-trigger": "input changed delay:400ms, change",
            "hx-target": "next [data-alike]",
            "hx-include": "closest form",
            "hx-params": ",".join([*self.watched, "customer", "customer-key", "anyway"]),
            "hx-sync": "this:replace",
            "hx-disabled-elt": "unset",  # what the form says of its button
        }
        for name in self.watched:
            self.fields[name].widget.attrs |= asks

    def keys(self, given: dict[str, str]) -> set[keys.Key]:
        """What is known by the watched fields."""
        raise NotImplementedError

    def others(self) -> dict:
        """Which of those found are not meant: the record itself."""
        raise NotImplementedError

    def clean(self):
        given = super().clean()
        typed = {
            name: given.get(name) or ""
            for name in self.watched
            if self.instance.pk is None or name in self.changed_data
        }
        self.alike = candidates.alike(self.keys(typed), self.user, **self.others())
        self.ticked = {one.customer.pk for one in self.alike} <= {*numbers(self.data.get("anyway", "").split(","))}
        if not self.ticked:
            self.add_error(None, _("It may be there already: look at what is listed below, then save again."))
        return given

    @property
    def seen(self) -> str:
        """What the tick stands for: exactly the customers it was shown with."""
        return ",".join(str(one.customer.pk) for one in self.alike)
