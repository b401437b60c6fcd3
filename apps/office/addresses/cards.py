"""A person one can reach, colleague or contact, in one shape for screen and vCard (V4)."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.customers.models import Contact

EXTENSION = re.compile(r"\s*(?:转|轉|分机|ext\.?|x)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Phone:
    """A number and what it is."""

    label: Promise
    number: str
    kind: str  # as vCard names it

    @property
    def href(self) -> str:
        """What a phone dials: digits of half width, a pause before an extension."""
        plain = EXTENSION.sub(",", unicodedata.normalize("NFKC", self.number))
        return f"tel:{re.sub(r'[^0-9+,*#]', '', plain)}"


@dataclass(frozen=True)
class Card:
    """Somebody with what they are called, where they belong and how they are reached."""

    key: str
    name: str
    company: str
    position: str
    phones: tuple[Phone, ...]
    email: str
    wechat: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        """Whether it is that of a colleague or of a contact."""
        return self.key.split("-")[0]

    @property
    def mailto(self) -> str:
        return f"mailto:{quote(self.email, safe='@')}" if self.email else ""

    @property
    def file_url(self) -> str:
        return reverse("office:card", args=self.key.split("-"))

    @property
    def texts(self) -> list[str]:
        """Everything this person is found by, the name first."""
        return [self.name, self.company, self.position, *(one.number for one in self.phones), self.email, self.wechat]


def of_colleague(person: User) -> Card:
    """A colleague as everybody in the company may see them."""
    return Card(
        key=f"{COLLEAGUE}-{person.pk}",
        name=person.name,
        company=str(person.department or ""),
        position=str(person.role or ""),
        phones=phones((_("mobile"), person.mobile, "CELL"), (_("office phone"), person.phone, "WORK")),
        email=person.email,
    )


def of_contact(contact: Contact) -> Card:
    """A person at a customer."""
    return Card(
        key=f"{CONTACT}-{contact.pk}",
        name=contact.name,
        company=contact.customer.name,
        position=contact.position,
        phones=phones((_("mobile"), contact.mobile, "CELL"), (_("office phone"), contact.phone, "WORK")),
        email=contact.email,
        wechat=contact.wechat,
        url=contact.get_absolute_url(),
    )


def phones(*given: tuple[Promise, str, str]) -> tuple[Phone, ...]:
    return tuple(Phone(*one) for one in given if one[1])


COLLEAGUE, CONTACT = "colleague", "contact"
