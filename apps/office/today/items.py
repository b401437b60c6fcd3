"""The lines of 今日工作台 as they are read: what waits, for whom, until when, what may be done about it here (Z1)."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from apps.core.flow import Step
from apps.kit.agenda.sections import DAY, Section, Urgency


@dataclass(frozen=True)
class Line:
    """One thing to do."""

    section: Section
    user: object
    key: int
    text: str
    about: str
    person: int | None
    who: str
    phone: str
    whole: int | None
    due: datetime.date | datetime.datetime | None
    urgency: str
    may: int  # which of the steps offered this person may take on it now, as bits

    @property
    def mark(self) -> str:
        """What the line is called on its page."""
        return f"{self.section.model._meta.model_name}-{self.section.name}-{self.key}"

    @property
    def order(self) -> tuple:
        """Sooner first; what has a moment comes after what has the whole of that day."""
        due = timezone.localtime(self.due) if self.section.moment and self.due else self.due
        return Urgency.values.index(self.urgency), str(due or "none"), self.section.name, self.key

    @property
    def says(self) -> str:
        return self.text or str(self.section.label)

    @property
    def concerns(self) -> str:
        return self.section.wording % {"about": self.about}

    @property
    def url(self) -> str:
        return self.page(self.section.model, "detail")

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.due) if self.section.moment else self.due

    @property
    def days_late(self) -> int:
        return (timezone.localdate() - self.day).days

    @property
    def later(self) -> tuple[datetime.date, datetime.date]:
        """A day and a week later than it is due, counted from today where that is over."""
        start = max(self.day, timezone.localdate())
        return start + DAY, start + 7 * DAY

    @property
    def steps(self) -> list[tuple[Step, str]]:
        """The steps this person takes here, with their addresses, the likely one first."""
        return [(one, url) for one in self.section.steps if (url := self.step_url(one))]

    @cached_property
    def open_steps(self) -> list[Step]:
        """The steps this person may take on it now: by right, state and rule (P1)."""
        return [step for bit, step in enumerate(self.section.offered(self.user)) if self.may >> bit & 1]

    @property
    def postpone_url(self) -> str:
        return self.step_url(self.section.postpone)

    @property
    def hand_on_url(self) -> str:
        return self.step_url(self.section.hand_on)

    def step_url(self, step: Step | None) -> str:
        """Where a step is taken, on the record or on the one it belongs to; empty for who may not now (P1)."""
        if step not in self.open_steps:
            return ""
        part = "" if step.model is self.section.model else f"?of={self.key}"
        return self.page(step.model, f"do-{step.name}") + part

    def page(self, model, role: str) -> str:
        key = self.key if model is self.section.model else self.whole
        return reverse(f"{model._meta.app_label}:{model._meta.model_name}-{role}", args=[key])
