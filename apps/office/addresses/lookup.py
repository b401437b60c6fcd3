"""Who is found in the address book: by name, pinyin, phone and company, a colleague by department and role too (V4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet

from apps.auth.models import User
from apps.core.read_count import note
from apps.core.scope import Scope, belongs
from apps.customers.models import Contact, Customer
from apps.foundation.filtering.unclear import Misread
from apps.kit.search.lookup import FEW, fit, keys_of, wants, words_of
from apps.kit.search.models import Findable
from apps.office.addresses.cards import CONTACT, Card, of_colleague, of_contact

COLLEAGUES, CONTACTS, MINE = "colleagues", "contacts", "mine"


@dataclass
class Book:
    """The address book as one person may read it, narrowed by what was typed and chosen."""

    user: User
    text: str = ""
    who: str = ""
    unclear: list[Misread] = field(default_factory=list)  # what was chosen and is not understood: nobody is found

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def colleagues(self) -> Sequence[User]:
        """Everybody who works here now: by name, of those found the best first."""
        if self.unclear or self.who not in ("", COLLEAGUES):
            return []
        people = User.objects.filter(is_active=True).select_related("department", "role")
        people = people.order_by("name", "pk")
        if not self.words:
            return people
        found = {of_colleague(person): person for person in people}
        return [found[card] for card in self.best(list(found))]

    @cached_property
    def contacts(self) -> Sequence[Contact]:
        """The contacts at customers this person may read: by name, of those found the best first."""
        if self.unclear or self.who not in ("", CONTACTS, MINE):
            return []
        rows = Contact.objects.visible_to(self.user).select_related("customer").order_by("name", "pk")
        if self.who == MINE:
            rows = rows.filter(belongs(self.user, Scope.OWN, ("customer__owner",)))
        if not self.words:
            return rows
        found = {of_contact(contact): contact for contact in self.candidates(rows)}
        return [found[card] for card in self.best(list(found))]

    def candidates(self, rows: QuerySet) -> QuerySet:
        """Of these the few that may fit: each word is filed under the contact or under its customer."""
        for word in self.words:
            rows = rows.filter(Q(pk__in=self.filed(Contact, word)) | Q(customer__in=self.filed(Customer, word)))
        return rows[:FEW]

    def filed(self, model, word: str) -> list[int]:
        """Keys of the records this person may read that are filed under a word; no more than anybody looks through."""
        seen = model.objects.visible_to(self.user).values("pk")
        rows = Findable.objects.filed_under(model, wants(model, [word]))
        return keys_of(rows.filter(object_id__in=seen)[:FEW])

    def best(self, cards: list[Card]) -> list[Card]:
        """Those that fit every word, the best first."""
        edges = [(edge, place) for place, card in enumerate(cards) if (edge := fit(self.words, card.texts)) is not None]
        return [cards[place] for _edge, place in sorted(edges)]

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many colleagues and how many contacts are found."""
        ours, theirs = (
            rows.count() if isinstance(rows, QuerySet) else len(rows) for rows in (self.colleagues, self.contacts)
        )
        return ours, theirs

    def __len__(self):
        return sum(self.counts)

    def __getitem__(self, part: slice) -> list[Card]:
        """Some of the cards: those of the colleagues, then those of the contacts."""
        ahead = self.counts[0]
        contacts = self.contacts[max(part.start - ahead, 0) : max(part.stop - ahead, 0)]
        colleagues = list(self.colleagues[part])
        note(colleagues)
        return [*map(of_colleague, colleagues), *map(of_contact, contacts)]


def card_of(user, kind: str, pk: int) -> Card | None:
    """One card, if this person may read it (V4)."""
    if kind == CONTACT:
        contact = Contact.objects.visible_to(user).select_related("customer").filter(pk=pk).first()
        return contact and of_contact(contact)
    person = User.objects.filter(is_active=True, pk=pk).select_related("department", "role").first()
    return person and of_colleague(person)
