"""The board of chances: a column for each state, its cards, and the steps that move them (M7)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, IntegerField, QuerySet, When
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from apps.core import flow
from apps.foundation.listing.counting import Tally, tally
from apps.marketing.models import Chance, at_rest, idle_limits
from apps.marketing.models.chance import start_of_day

Status = Chance.Status
LEADS_TO = {
    "assign": Status.DEVELOPING,
    "withdraw": Status.UNASSIGNED,
    "win": Status.WON,
    "lose": Status.LOST,
    "reopen": Status.DEVELOPING,
}
OTHERS = ("follow_up",)
MOST_CARDS, RECENT_DAYS = 20, 30
FIRST_DUE = (F("expected_close").asc(nulls_last=True), "-pk")
LAST_CLOSED = ("-closed_at", "-pk")


@dataclass(frozen=True)
class Move:
    """A step that brings a chance into another column."""

    step: flow.Step
    status: Status


@dataclass(frozen=True)
class Card:
    """A chance on the board: what comes next, how long nothing has happened, where this person may move it."""

    chance: Chance
    limit: int | None
    moves: list[Move]
    others: list[flow.Step]  # what else this person may do with it from here

    @property
    def age(self) -> int | None:
        return days_since(self.chance.created_at)

    @property
    def quiet(self) -> int | None:
        """How many days ago something last happened; None where nobody knows."""
        return days_since(self.chance.moved_at)

    @property
    def standstill(self) -> str:
        """Whether that is longer than the setting of the state allows, or more than twice as long."""
        if self.limit is None or self.quiet is None or self.quiet <= self.limit:
            return ""
        return "long" if self.quiet > 2 * self.limit else "over-limit"


@dataclass(frozen=True)
class Column:
    """The chances in one state: how many, how much, the first cards, and the list that has all of them."""

    status: Status
    url: str
    days: int  # only those closed in so many days; 0 where that does not matter
    tally: Tally
    limit: int | None
    cards: list[Card]

    @property
    def count(self) -> int:
        return self.tally.count

    @property
    def total(self) -> Decimal:
        return self.tally.sums["sum_amount"] or Decimal(0)

    @property
    def idle(self) -> int:
        return self.tally.sums["sum_idle"] or 0

    @property
    def tone(self) -> str:
        return Chance.tones[self.status]


def columns(rows: QuerySet, chosen: dict, query: QueryDict, user: User) -> list[Column]:
    """The columns of the filtered chances; closed ones only of the last days unless the filter says when (M7)."""
    days = 0 if chosen.get("closed_at") else RECENT_DAYS
    since = timezone.localdate() - datetime.timedelta(days=days)
    limits = idle_limits()
    resting = Case(When(at_rest(limits), then=1), default=0, output_field=IntegerField())

    def part(status: Status) -> QuerySet:
        found = rows.filter(status=status)
        return found.filter(closed_at__gte=start_of_day(since)) if days and status not in Chance.OPEN else found

    parts = {one: part(one) for one in Status if one in (chosen.get("status") or Status.values)}
    cards = cards_of(parts, limits, user)

    def column(status: Status, shown: QuerySet) -> Column:
        recent = 0 if status in Chance.OPEN else days
        url = list_url(query, status=status, **{"closed_at_after": since} if recent else {})
        counted = tally(shown.annotate(resting=resting), {"amount": "expected_amount", "idle": "resting"})
        return Column(status, url, recent, counted, limits.get(status), cards[status])

    return [column(*one) for one in parts.items()]


def list_url(query: QueryDict, **conditions) -> str:
    """The list with the filters of the board and some more conditions."""
    given = query.copy()
    for name in ("page", "per_page"):
        given.pop(name, None)
    for name, value in conditions.items():
        given[name] = value
    return f"{reverse('marketing:chance-list')}?{given.urlencode()}"


def cards_of(shown: dict[str, QuerySet], limits: dict[str, int], user: User) -> dict[str, list[Card]]:
    """The first cards of each column; asks as often for one card as for many."""
    first = {
        one: list(
            rows.select_related("assignee", "lost_reason").order_by(
                *(FIRST_DUE if one in Chance.OPEN else LAST_CLOSED)
            )[:MOST_CARDS]
        )
        for one, rows in shown.items()
    }
    every = [chance for chances in first.values() for chance in chances]
    steps = flow.open_steps_of(every, user, (*LEADS_TO, *OTHERS))

    def card(chance: Chance) -> Card:
        moves = [Move(step, LEADS_TO[step.name]) for step in steps[chance.pk] if step.name in LEADS_TO]
        others = [step for step in steps[chance.pk] if step.name in OTHERS]
        return Card(chance, limits.get(chance.status), moves, others)

    return {one: list(map(card, chances)) for one, chances in first.items()}


def days_since(moment: datetime.datetime | None) -> int | None:
    """How many days ago a moment was: none today, one yesterday; None where it is not known."""
    return moment and (timezone.localdate() - timezone.localdate(moment)).days
