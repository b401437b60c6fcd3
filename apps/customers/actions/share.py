"""Opening one customer to one colleague (C5)."""

from django.utils.translation import gettext_lazy as _

from apps.core import actions, flow
from apps.customers.models import Share

flow.event(Share, "create", _("Shared"), told=_("%(who)s shared a customer with you: “%(what)s”."))


def add(share: Share, *, by) -> Share:
    """Open a customer to a colleague, who is told (C5, D3)."""
    return actions.create(share, by=by, tell=[share.to])
