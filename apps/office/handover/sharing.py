"""Who gets what: the rules by which one person's records are split among colleagues (C6)."""

from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.office.handover.kinds import Item, Kind


class Rule(models.TextChoices):
    """How records find their receiver."""

    ONE = "one", _("All to one colleague")
    EVENLY = "evenly", _("Evenly among several")
    REGION = "region", _("By the region of the customer")
    HAND = "hand", _("One by one, by hand")


Shares = dict[Item, User | None]


def fit(people: list[User], kind: Kind) -> list[User]:
    """Those who may have such a record; all of them where none may, so that the step says why not."""
    return [person for person in people if person.has_perm(kind.needs)] or people


def evenly(items: list[Item], people: list[User]) -> Shares:
    """Customers in turn, the largest first; what belongs with a customer goes where the customer goes (C6)."""
    load, homes, shares = Counter(), {}, {}
    customers = [item for item in items if item.record == item.customer]
    for item in sorted(customers, key=lambda item: -item.customer.order_total):
        shares[item] = homes[item.customer] = least(load, fit(people, item.kind))
    for item in items:
        if item not in shares:
            able = fit(people, item.kind)
            home = homes.get(item.customer)
            shares[item] = home if home in able else least(load, able)
    return shares


def least(load: Counter, people: list[User]) -> User:
    """Whoever has the least so far gets one more."""
    person = min(people, key=lambda one: load[one.pk])
    load[person.pk] += 1
    return person


def by_region(items: list[Item], regions: dict[int, User], rest: User | None) -> Shares:
    """Each to the colleague of its customer's region; what has none, and every other region, to the rest (C6)."""
    return {item: regions.get(item.customer.region_id if item.customer else None) or rest for item in items}


def shared(items: list[Item], rule: str, people: list[User], regions: dict[int, User], rest: User | None) -> Shares:
    """The split a rule makes; by hand nobody gets anything yet."""
    if rule == Rule.REGION:
        return by_region(items, regions, rest)
    if rule == Rule.HAND:
        return dict.fromkeys(items)
    return evenly(items, people)
