"""What 今日工作台 shows: counts by section, lines by urgency, who has how much to do (Z1)."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.auth.models import Department, User
from apps.core.scope import Scope
from apps.foundation.filtering.unclear import one_of
from apps.kit.agenda.sections import DEPARTMENT, SECTIONS, TEAM, Section, Urgency, Whose, people
from apps.office.today.items import Line
from apps.office.today.queries import Tally, lines, tallies
from apps.office.today.team import parts

DIGITS = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True)
class Figure:
    """A count with the list of exactly what was counted."""

    section: Section
    count: int
    url: str
    late: int = 0


@dataclass(frozen=True)
class Group:
    """What is equally urgent: how many of each section, and the first lines."""

    urgency: Urgency
    figures: list[Figure]
    lines: list[Line]

    @property
    def count(self) -> int:
        return sum(figure.count for figure in self.figures)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Head:
    """How much waits for one person of the team."""

    person: int | None
    who: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


class Agenda:
    """Everything that waits for a person, for their team or a part of it; a choice where that is too large."""

    urgencies = Urgency

    def __init__(self, user, query: QueryDict):
        self.user = user
        self.leads = user.scope("write_scope") != Scope.OWN
        whose, self.unclear = one_of(query, "whose", self.may_name, _("waits for"))
        self.whose = whose if self.leads else ""  # the team of who leads nobody is that person alone
        self.one = int(self.whose) if self.whose.isdecimal() else None
        self.parts = parts(user, self.whose) if self.whose and not self.one else []
        every = [] if self.parts or self.unclear else chain.from_iterable(SECTIONS.values())
        self.sections = [section for section in every if user.has_perm(section.right)]

    def may_name(self, whose: str) -> bool:
        """Whether an address names the team or, to who leads one, a department or a person there is (Z1)."""
        key = whose.removeprefix(DEPARTMENT)
        model = User if key == whose else Department
        named = self.leads and DIGITS.fullmatch(key) is not None and model.objects.filter(pk=key).exists()
        return whose == TEAM or named

    @cached_property
    def people(self) -> Whose:
        return people(self.whose)

    @cached_property
    def department(self) -> str:
        """What the department looked at is called."""
        key = self.whose.removeprefix(DEPARTMENT) if self.whose.startswith(DEPARTMENT) else None
        return str(Department.objects.filter(pk=key).first() or "") if key else ""

    @cached_property
    def all_tallies(self) -> list[Tally]:
        """Of one of a team the whole team's, where it can be read as one."""
        whole = self.one and not parts(self.user, TEAM)
        return tallies(self.sections, self.user, TEAM if whole else self.people)

    @cached_property
    def tallies(self) -> list[Tally]:
        """Of the person looked at, where it is one of the team."""
        return [tally for tally in self.all_tallies if self.one in (None, tally.person)]

    @cached_property
    def total(self) -> int:
        return sum(tally.count for tally in self.tallies)

    def count(self, section: Section | None = None, urgency: str = "") -> int:
        """How many wait, of a section or in an urgency."""
        fits = (one for one in self.tallies if section in (None, one.section) and urgency in ("", one.urgency))
        return sum(one.count for one in fits)

    @property
    def late(self) -> int:
        return self.count(urgency=Urgency.OVERDUE)

    @property
    def due_today(self) -> int:
        return self.count(urgency=Urgency.TODAY)

    @cached_property
    def figures(self) -> list[Figure]:
        """The sections with something in them."""
        return [
            Figure(one, count, one.url(self.whose), self.count(one, Urgency.OVERDUE))
            for one in self.sections
            if (count := self.count(one))
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """The lines by urgency, with the list behind each count."""
        busy = [figure.section for figure in self.figures]
        found = lines(busy, self.user, self.people)
        groups = [
            Group(
                urgency,
                [
                    Figure(one, count, one.url(self.whose, urgency if one.due else ""))
                    for one in busy
                    if (count := self.count(one, urgency))
                ],
                [line for line in found if line.urgency == urgency],
            )
            for urgency in Urgency
        ]
        return [group for group in groups if group.figures]

    @cached_property
    def heads(self) -> list[Head]:
        """Who of the team has how much to do, whoever is latest first (Z1)."""
        found: dict = {}
        for tally in self.all_tallies:
            counts = found.setdefault((tally.person, tally.who), dict.fromkeys(Urgency, 0))
            counts[Urgency(tally.urgency)] += tally.count
        heads = [Head(person, who, list(counts.values())) for (person, who), counts in found.items()]
        return sorted(heads, key=lambda head: [-count for count in head.counts])
