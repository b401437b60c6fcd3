"""The calendar of the demo: what happens when, played in order with the clock set to that moment."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

import time_machine
from django.utils import timezone

SEED = 20260101
DAYS = 912  # thirty months


class Story:
    """Events in a queue; each may add later ones. The same at every run, relative to today."""

    def __init__(self):
        self.random = random.Random(SEED)  # noqa: S311 a story, not a secret
        self.today = timezone.localdate()
        self.now = timezone.localtime()
        self.queue: list[tuple[datetime, int, Callable]] = []
        self.order = itertools.count()

    def moment(self, days_ago: float) -> datetime:
        """A moment of a working day about so many days ago, never in the future."""
        day = self.today - timedelta(days=round(days_ago))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        minutes = self.random.randrange(9 * 60, 17 * 60 + 30)
        found = timezone.make_aware(datetime.combine(day, time(minutes // 60, minutes % 60)))
        return min(found, self.now - timedelta(minutes=self.random.randrange(5, 90)))

    def later(self, moment: datetime, days: float) -> datetime:
        """A moment of a working day so many days after another, never in the future."""
        ago = (self.today - timezone.localdate(moment)).days - days
        return max(self.moment(max(ago, 0)), min(moment + timedelta(minutes=7), self.now - timedelta(minutes=1)))

    def soon(self, moment: datetime, hours: float) -> datetime:
        """A moment within so many hours after another, never in the future."""
        later = moment + timedelta(hours=hours * self.random.uniform(0.1, 1))
        return max(moment, min(later, self.now - timedelta(minutes=1)))

    def at(self, moment: datetime, event: Callable, *args) -> None:
        """Put an event into the calendar."""
        heapq.heappush(self.queue, (moment, next(self.order), lambda: event(*args)))

    def play(self) -> None:
        """Let everything happen, each event with the clock at its moment."""
        while self.queue:
            moment, _order, event = heapq.heappop(self.queue)
            with time_machine.travel(moment, tick=False):
                event()

    def pick(self, choices):
        return self.random.choice(list(choices))
