"""A key of more digits than any column holds is the key of nothing; Django 5.2 asks SQLite for it, which gives up."""

from collections.abc import Iterable

from django.db.models.lookups import In

LARGEST = 2**63 - 1


class InReach(In):
    """`in`, without the numbers no column can hold (B13)."""

    def get_prep_lookup(self):
        wanted = super().get_prep_lookup()
        if not self.rhs_is_direct_value():
            return wanted
        return [one for one in wanted if not isinstance(one, int) or -LARGEST <= one <= LARGEST]


def numbers(texts: Iterable[str]) -> list[int]:
    """The keys among what an address or a form names."""
    return [int(text) for text in texts if text.isdecimal() and len(text) <= 18]
