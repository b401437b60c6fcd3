"""The sections of 今日工作台: which records wait for whom until when, and what is done about them in place (Z1)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.flow import Step
from apps.core.scope import Scope, belongs, ways

TEAM, DEPARTMENT = "team", "department-"
Whose = str | list[int]  # the user for "", everybody they work for for TEAM, one of these or some of them by key
DAY = datetime.timedelta(days=1)
WEEK = 8 * DAY  # today and the next seven days


class Urgency(models.TextChoices):
    """How soon something is due."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    WEEK = "week", _("Next 7 days")
    OPEN = "open", _("Later or no date")


@dataclass(frozen=True)
class Section:
    """Records of one entity that wait for a person; page and list take the same rows, so their counts agree."""

    model: type[models.Model]
    name: str
    label: Promise
    right: str  # whoever holds it has the section on their page
    rows: Callable[[object, bool], QuerySet]  # (user, team): what waits for the user, or for everybody they work for
    icon: str
    text: str  # the path to what a line says
    about: str  # the path to whom or what it concerns
    steps: tuple[Step, ...]  # done in place, by whoever may; the likely one first, and one of them ends the line
    wording: Promise | str = "%(about)s"  # how a line says that
    person: str = ""  # the path to whom it waits for; empty where for whoever comes first
    phone: str = ""  # the path to a number to call
    due: str = ""  # the date or moment, a field or annotation of the rows, by which it is due
    moment: bool = False  # whether that is a moment
    postpone: Step | None = None  # the step that takes a new day `to`
    hand_on: Step | None = None  # the step that gives it to somebody else
    whole: str = ""  # the reference to the record that steps of another entity are taken on

    def offered(self, user) -> list[Step]:
        """All steps of a line of which the user holds the right, in an order that stays (P1)."""
        every = (*self.steps, *filter(None, (self.postpone, self.hand_on)))
        return [step for step in every if user.has_perm(step.right)]

    def of(self, user, whose: Whose = "") -> QuerySet:
        """What waits for the user; with `whose` for everybody they work for, or for some of these by key (P4)."""
        rows = self.rows(user, whose != "")
        if whose in ("", TEAM):
            return rows
        people = whose if isinstance(whose, list) else [whose]
        return rows.filter(**{f"{self.person}__in": people}) if self.person else rows.none()

    def url(self, whose: str = "", urgency: str = "") -> str:
        """The list of exactly these records."""
        chosen = {"todo": self.name, "whose": whose, "due": urgency}
        address = "&".join(f"{name}={value}" for name, value in chosen.items() if value)
        return f"{reverse(f'{self.model._meta.app_label}:{self.model._meta.model_name}-list')}?{address}"


def people(whose: str) -> Whose:
    """Whom an address names: of a department everybody in it and below (P4)."""
    if not whose.startswith(DEPARTMENT):
        return whose
    found = get_user_model().objects.of_department(int(whose.removeprefix(DEPARTMENT)))
    return list(found.values_list("pk", flat=True))


SECTIONS: dict[type[models.Model], list[Section]] = {}


def waits(model, name: str, label: Promise, **declared) -> None:
    """Declare a section of 今日工作台 (Z1)."""
    SECTIONS.setdefault(model, []).append(Section(model, name, label, **declared))


def mine(rows: QuerySet, user, team: bool, *paths: str) -> QuerySet:
    """The rows of the people named on them: the user alone, or everybody the user's write scope covers (P4).

    Of several paths the rows are found by the index of each, and come without what the rows given were annotated with.
    """
    rows, scope = rows.visible_to(user), user.scope("write_scope") if team else Scope.OWN
    if len(paths) == 1 or scope == Scope.ALL:
        return rows.filter(belongs(user, scope, paths))
    first, *others = (rows.filter(one).order_by().values("pk") for one in ways(user, scope, paths))
    return rows.model.objects.filter(pk__in=first.union(*others))


def soon(path: str) -> Q:
    """The condition that a day lies before today or in the next seven days (Z1)."""
    return Q(**{f"{path}__lt": timezone.localdate() + WEEK})


def urgency(path: str, moment: bool) -> dict[str, Q]:
    """The condition of each urgency on a day or moment by which something is due (Z1)."""
    today = timezone.localdate()
    tomorrow, later = today + DAY, today + WEEK
    first, second, third = (timezone.now(), *map(midnight, (tomorrow, later))) if moment else (today, tomorrow, later)
    return {
        Urgency.OVERDUE: Q(**{f"{path}__lt": first}),
        Urgency.TODAY: Q(**{f"{path}__gte": first, f"{path}__lt": second}),
        Urgency.WEEK: Q(**{f"{path}__gte": second, f"{path}__lt": third}),
        Urgency.OPEN: Q(**{f"{path}__gte": third}) | Q(**{f"{path}__isnull": True}),
    }


def midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
