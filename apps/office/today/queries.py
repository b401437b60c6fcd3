"""How 今日工作台 is read: one query for all counts, one for all lines, however many sections there are (Z1)."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import Cast, RowNumber

from apps.core.read_count import note_keys
from apps.foundation.listing.union import as_text, shaped, together
from apps.kit.agenda.sections import TEAM, Section, Urgency, Whose, urgency
from apps.office.today.items import Line

MOST, MOST_OF_MANY = 20, 10  # lines shown of a section, of a person's and of a team's; its list has them all


@dataclass(frozen=True)
class Tally:
    """How many records of a section wait for a person, by urgency."""

    section: Section
    person: int | None
    who: str | None
    urgency: str
    count: int


def tallies(sections: list[Section], user, whose: Whose) -> list[Tally]:
    """The counts of every section by person and urgency."""
    asked = [counts(place, one, one.of(user, whose)) for place, one in enumerate(sections)]
    return [Tally(sections[place], *rest) for place, *rest in together(asked)]


def lines(sections: list[Section], user, whose: Whose) -> list[Line]:
    """The first lines of every section, what is due first before all others."""
    most = MOST_OF_MANY if whose == TEAM or isinstance(whose, list) else MOST
    asked = [first(place, one, one.of(user, whose), most, user) for place, one in enumerate(sections)]
    found = [
        Line(sections[place], user, *rest, moment or day, soon, may)
        for place, *rest, day, moment, soon, may in together(asked)
    ]
    note_keys((line.section.model, line.key) for line in found)
    return sorted(found, key=lambda line: line.order)


def counts(place: int, section: Section, rows: QuerySet) -> QuerySet:
    columns = {"place": Value(place), **person(section), "soon": bucket(section)}
    return shaped(rows.order_by(), columns).annotate(line_count=Count("pk"))


def first(place: int, section: Section, rows: QuerySet, most: int, user) -> QuerySet:
    """The most urgent records of a section as columns that fit those of all others."""
    due = [F(section.due).asc(nulls_last=True)] if section.due else []
    # Ranked, not cut off: a database that hopes to meet a few of a team's soon walks what is due in the whole company.
    ranked = rows.order_by().annotate(line_rank=Window(RowNumber(), order_by=[*due, F("pk").asc()]))
    shown = rows.filter(pk__in=ranked.filter(line_rank__lte=most).values("pk")).order_by()
    columns = {
        "place": Value(place),
        "key": F("pk"),
        "text": as_text(section.text),
        "about": as_text(section.about),
        **person(section),
        "phone": as_text(section.phone),
        "whole": F(f"{section.whole}_id") if section.whole else nothing(models.BigIntegerField()),
        "day": F(section.due) if section.due and not section.moment else nothing(models.DateField()),
        "moment": F(section.due) if section.moment else nothing(models.DateTimeField()),
        "soon": bucket(section),
        "may": takes(section, user),
    }
    return shaped(shown, columns)


def takes(section: Section, user):
    """Which of the steps offered the user may take on each record now, by state and rule, as bits of a number (P1)."""
    alike: dict = {}
    for bit, step in enumerate(section.offered(user)):
        alike.setdefault((step.model, step.who, step.sources), []).append(1 << bit)
    cases = [
        Case(When(Exists(reached(section, user, *asked)), then=sum(bits)), default=0) for asked, bits in alike.items()
    ]
    return reduce(add, cases, Value(0))


def reached(section: Section, user, model, who, sources) -> QuerySet:
    """The record itself, or the one it belongs to, where its state and this person fit a step."""
    rows = model.objects.filter(pk=OuterRef("pk" if model is section.model else f"{section.whole}_id"))
    in_state = sources and any(field.name == "status" for field in model._meta.concrete_fields)
    return who(rows.filter(status__in=sources) if in_state else rows, user)


def person(section: Section) -> dict:
    """Whom a record waits for: key and name."""
    if not section.person:
        return {"person": nothing(models.BigIntegerField()), "who": as_text("")}
    return {"person": F(f"{section.person}_id"), "who": as_text(f"{section.person}__name")}


def bucket(section: Section):
    """How soon a record is due."""
    if not section.due:
        return Value(Urgency.OPEN)
    cases = urgency(section.due, section.moment).items()
    return Case(*(When(condition, then=Value(soon)) for soon, condition in cases), output_field=models.CharField())


def nothing(kind: models.Field):
    return Cast(Value(None), kind)
