"""Two customers side by side: what they say differently, and what one would keep of it (Z6)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst

from apps.customers.models import Activity, Contact, Customer, Duplicate, Order
from apps.foundation.wording import listed

FIRST, SECOND, BOTH = "first", "second", "both"
# What is chosen together: the fields of a form of a customer, and the planned contact.
UNITS = {
    name: (name,)
    for name in (
        "name", "region", "level", "owner", "phone", "satisfaction", "credit", "address", "postcode", "fax", "website",
        "licence_no", "legal_representative", "registered_capital", "annual_turnover", "bank", "bank_account",
        "local_tax_no", "national_tax_no",
    )
} | {"next_date": ("next_date", "next_step")}  # fmt: skip
STAYS = {"number": "the number of the customer that goes leads to the kept one"}  # why no choice is offered
NAMED = 3  # contacts named of each
JOINED = ("phone", "fax")  # of which both can be kept, where there is room


@dataclass(frozen=True)
class Difference:
    """One thing the two customers say differently."""

    name: str
    first: Customer
    second: Customer

    @property
    def names(self) -> tuple[str, ...]:
        return UNITS[self.name]

    def of(self, customer: Customer) -> tuple:
        return tuple(getattr(customer, Customer._meta.get_field(name).attname) for name in self.names)

    def text(self, customer: Customer) -> str:
        """What a customer says of it, in words."""
        texts = []
        for name in self.names:
            field, value = Customer._meta.get_field(name), getattr(customer, name)
            if value not in (None, ""):
                texts.append(str(getattr(customer, f"get_{name}_display")() if field.choices else value))
        return " ".join(texts) or "–"

    def is_filled(self, customer: Customer) -> bool:
        return any(value not in (None, "") for value in self.of(customer))

    def default(self, kept: str) -> str:
        """The filled one, else that of the customer that is kept."""
        filled = [side for side, one in ((FIRST, self.first), (SECOND, self.second)) if self.is_filled(one)]
        return kept if len(filled) == 2 else filled[0]

    @property
    def joined(self) -> str:
        """Both together; empty where that makes no sense or has no room."""
        if self.name not in JOINED or not (self.is_filled(self.first) and self.is_filled(self.second)):
            return ""
        text = " / ".join([getattr(self.first, self.name), getattr(self.second, self.name)])
        return text if len(text) <= Customer._meta.get_field(self.name).max_length else ""

    def put(self, kept: Customer, choice: str) -> None:
        """Give the kept customer what was chosen."""
        if choice == BOTH:
            setattr(kept, self.name, self.joined)
            return
        values = self.of(self.first if choice == FIRST else self.second)
        for name, value in zip(self.names, values, strict=True):
            setattr(kept, Customer._meta.get_field(name).attname, value)


def differences(first: Customer, second: Customer) -> list[Difference]:
    found = (Difference(name, first, second) for name in UNITS)
    return [one for one in found if one.of(first) != one.of(second)]


@dataclass(frozen=True)
class Line:
    """What two customers say of one thing, in words, and which of it is kept where somebody is to choose."""

    label: str
    first: str
    second: str
    both: str = ""
    name: str = ""
    chosen: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(FIRST, self.first), (SECOND, self.second)] + ([(BOTH, self.both)] if self.both else [])


def rows(pair: Duplicate, chosen: dict[str, str] | None = None) -> list[Line]:
    """The two of a pair side by side: what each has, then what differs, with what is kept of it by default (Z6)."""
    first, second = pair.first, pair.second
    sides = list(zip(figures(first), figures(second), strict=True))
    found = [Line(label, ours, theirs) for (label, ours), (_same, theirs) in sides]
    kept = kept_by_default(pair)
    for one in differences(first, second):
        label = capfirst(Customer._meta.get_field(one.name).verbose_name)
        choice = (chosen or {}).get(one.name) or one.default(kept)
        found.append(Line(label, one.text(first), one.text(second), one.joined, one.name, choice))
    return found


def figures(customer: Customer) -> list[tuple[str, str]]:
    """What stands for how much a customer's file holds."""
    own, orders, made = Customer._meta.get_field, Order._meta.verbose_name_plural, customer.created_at
    labelled = (
        (own("number").verbose_name, customer.number),
        (own("created_at").verbose_name, f"{timezone.localtime(made):%Y-%m-%d}" if made else "–"),
        (orders, f"{customer.orders.count()} · ¥ {customer.order_total:,.2f}"),
        (own("last_order_date").verbose_name, str(customer.last_order_date or "–")),
        (Contact._meta.verbose_name_plural, listed(customer.contacts.all()[:NAMED]) or "–"),
        (Activity._meta.verbose_name_plural, str(customer.activities.count())),
    )
    return [(capfirst(label), text) for label, text in labelled]


def kept_by_default(pair: Duplicate) -> str:
    """The customer with more sales; of two without, the one that was there first."""
    return SECOND if pair.second.order_total > pair.first.order_total else FIRST


def versions(first: Customer, second: Customer) -> str:
    """What somebody has seen of the two."""
    return f"{first.version}.{second.version}"
