"""Numbered pages of a list: first the keys of one page, then its records with all they show."""

from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from apps.foundation.listing.counting import tally
from apps.foundation.listing.ordering import keys_between, parted, sorted_wholly

AHEAD = 4  # pages counted beyond the one asked for, so that the pager leads on


class Pages(Paginator):
    """The pages of sorted rows; counts `enough` of them or as far as the page asked for; all on demand."""

    def __init__(
        self,
        rows: QuerySet,
        per_page: int,
        asked: QueryDict,
        *,
        enough: int | None,
        joined: Callable[[QuerySet], QuerySet],
        summed: dict[str, str] | None = None,
    ):
        """`joined`: the records with what is shown of them; `summed`: what is added up, as `tally` takes it."""
        super().__init__(rows, per_page)
        self.asked, self.joined = asked, joined
        far = (number_of(asked.get("page")) + AHEAD) * per_page
        self.tally = tally(rows, summed or {}, None if enough is None or "exact" in asked else max(enough, far))

    def wanted(self) -> Page:
        """The page asked for, the nearest one there is."""
        return self.get_page(self.asked.get("page"))

    @property
    def count(self) -> int:
        return self.tally.count

    @property
    def uncounted(self) -> bool:
        """Whether there are more rows than it says."""
        return not self.tally.exact

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.keys(first, min(first + self.per_page, self.count))
        found = self.joined(self.object_list.model._base_manager.filter(pk__in=keys)).in_bulk()
        records = [found[key] for key in keys if key in found]
        return Page(records, number, self)

    def keys(self, first: int, last: int) -> list[int]:
        """The keys of the rows from one place to another, reached from the nearer end of what was counted."""
        parts = parted(sorted_wholly(self.object_list))
        if self.tally.exact and first > self.count - last:
            turned = [part.reverse() for part in reversed(parts)]
            return keys_between(turned, self.count - last, self.count - first)[::-1]
        return keys_between(parts, first, last)


def of_table(table, per_page: int, asked: QueryDict, enough: int) -> Pages:
    """The pages of a sorted table, with the sums it has below."""
    return Pages(table.data.data, per_page, asked, enough=enough, joined=table.joined, summed=table.summed())


def number_of(wanted: str | None) -> int:
    """The number of the page asked for in an address; the first where it is none, or out of all proportion."""
    return int(wanted) if wanted and wanted.isdecimal() and len(wanted) < 10 else 1
