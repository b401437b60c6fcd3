"""What it means that a customer is shared: a condition every list, record and picker can start from (C5)."""

from collections.abc import Callable

from django.apps import apps
from django.db.models import Q


def shared(path: str, *, writing: bool = True) -> Callable[[object, bool], Q]:
    """The rule that what lies at this path to the customer was opened to a person; `writing`: also for changes (C5)."""

    def rule(user, to_write: bool) -> Q:
        if to_write and not writing:
            return Q(pk__in=())
        open_ones = apps.get_model("customers.Share").objects.open_to(user, to_write=to_write)
        return Q(**{f"{path}__in": open_ones.values("customer")})

    return rule
