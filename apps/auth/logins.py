"""User names made from what people are called: zhangwei, and zhangwei2 where there is one already (P2)."""

from collections.abc import Iterable

from apps.auth.models import User
from apps.foundation.sorting.pinyin import SURNAMES, known
from apps.foundation.spelling.spelling import compact

LONGEST = 40


def spelled(name: str) -> str:
    """A name in the letters of a login: pinyin, with the reading of the surname; empty where it has none."""
    letters, place, found = compact(name), 0, ""
    while place < len(letters):
        word, read = known(letters, place, {} if place else SURNAMES)
        found += "".join(read)
        place += len(word)
    return "".join(one for one in found if one.isascii() and one.isalnum())[:LONGEST]


def make_free(people: Iterable[User]) -> None:
    """Give those of these people a number whose user name somebody has, or another of them."""
    people = list(people)
    rows = (User.objects.filter(username__startswith=base) for base in {one.username for one in people})
    taken = {name for some in rows for name in some.values_list("username", flat=True)}
    for one in people:
        count, base = 1, one.username
        while one.username in taken:
            count += 1
            one.username = f"{base}{count}"
        taken.add(one.username)
