"""What two customers cannot both bring along when they become one: two first contacts, two warnings, two statuses (Z6).

Each row that is changed for that is noted, so that a merge taken back sets it back.
"""

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.core import audit, unique_marks
from apps.core.flow import keep
from apps.core.models import Record
from apps.customers.actions.loss import RECOVER, win_back
from apps.customers.duplicates.references import references
from apps.customers.models import Customer, DelayMeasure, Duplicate, Loss, Share
from apps.customers.models.loss import churn_cutoff

DISTINCT = "customers.duplicate.dismiss"
# What becomes of rows of which one customer has but one, beside the marks that give way.
ONE_EACH = {
    "customers.share.customer": "the wider sharing stays, the other goes to the bin",
    "customers.loss.customer": "the measures of the other warning are told with the one that stays",
    "customers.value.customer": "made anew every night",
}
MADE = {"version": [0, 1]}  # of a record that the merge has made


@dataclass
class Settling:
    """One merge under way: which customer stays, which goes, by whom, and what was changed."""

    kept: Customer
    gone: Customer
    by: object
    changed: list = field(default_factory=list)

    def change(self, record, action: str, **values) -> None:
        """Change a record, on the log, and note it."""
        before = audit.snapshot(record)
        for name, value in values.items():
            setattr(record, name, value)
        if changes := keep(record, before):
            audit.log(record, action, by=self.by, changes=changes)
            self.note(record, changes)

    def note(self, record, changes: dict) -> None:
        pairs = {name: pair[:2] for name, pair in changes.items()}
        self.changed.append([record._meta.label_lower, record.pk, pairs])

    def run(self) -> None:
        """Settle everything of which one customer can have but one."""
        self.marks()
        self.open_warning()
        self.shares()
        self.decisions()

    def marks(self) -> None:
        """Of what one record alone may be, such as the first contact, that of the kept customer stays it (C2)."""
        for ref, mark in [(one, mark) for one in references() for mark in marks_of(one)]:
            rows = ref.model.objects.select_for_update(of=("self",)).filter(**{mark: True}).order_by("pk")
            if rows.filter(**{ref.name: self.kept}).exists():
                for record in rows.filter(**{ref.name: self.gone}):
                    self.change(record, f"{record._meta.label_lower}.edit", **{mark: False})

    def open_warning(self) -> None:
        """Of two open warnings one is worked on: the other stays behind, its measures are told with the first (C8)."""
        stays = Loss.objects.filter(customer=self.kept, status__in=Loss.OPEN).first()
        goes = Loss.objects.filter(customer=self.gone, status__in=Loss.OPEN).first()
        if stays and goes:
            for measure in goes.measures.order_by("pk"):
                DelayMeasure.objects.filter(pk=measure.pk).update(loss=stays)
                self.note(measure, {"loss": [goes.pk, stays.pk]})
            if goes.status == Loss.Status.DELAYED:
                self.change(stays, "customers.loss.edit", status=Loss.Status.DELAYED)

    def shares(self) -> None:
        """Shared twice with one colleague: the wider sharing stays, the other goes to the bin (C5)."""
        theirs = {one.to_id: one for one in Share.objects.filter(customer=self.kept)}
        for share in Share.objects.filter(customer=self.gone, to__in=theirs).order_by("pk"):
            narrower = min(theirs[share.to_id], share, key=width)
            self.change(narrower, "customers.share.delete", deleted_at=timezone.now())

    def decisions(self) -> None:
        """Who was told from the one that goes is told from the one that stays too, and not asked about again (Z6)."""
        apart = Duplicate.objects.filter(status=Duplicate.Status.DISTINCT).order_by("pk")
        for pair in apart.filter(Q(first=self.gone) | Q(second=self.gone)):
            other = pair.second if pair.first == self.gone else pair.first
            first, second = sorted([self.kept, other], key=lambda one: one.pk)
            given = {"kinds": pair.kinds, "status": Duplicate.Status.DISTINCT, "created_by": self.by}
            theirs, made = Duplicate.objects.get_or_create(first=first, second=second, defaults=given)
            if made:
                audit.log(theirs, DISTINCT, by=self.by)
                self.changed.append([theirs._meta.label_lower, theirs.pk, MADE])
            elif theirs.status == Duplicate.Status.OPEN:
                self.change(theirs, DISTINCT, status=Duplicate.Status.DISTINCT)

    def status(self) -> None:
        """Whoever buys, under either name, is not lost; a recent order ends the warnings (C8). After the counting."""
        lost = {self.kept.status, self.gone.status} == {Customer.Status.LOST}
        recent = Customer.objects.filter(pk=self.kept.pk, last_order_date__gte=churn_cutoff()).exists()
        ended = [*Loss.OPEN] if recent else []
        if not lost or recent:
            self.kept.status = Customer.Status.NORMAL
            ended.append(Loss.Status.LOST)
        for loss in Loss.objects.filter(customer=self.kept, status__in=ended).order_by("pk"):
            action = win_back.step.code if loss.status == Loss.Status.LOST else RECOVER
            self.change(loss, action, status=Loss.Status.RECOVERED)


def marks_of(ref: models.ForeignKey) -> list[str]:
    """The marks that one record of a customer at most may have, as the constraints of its model say."""
    if not issubclass(ref.model, Record):
        return []
    return [
        name
        for one in unique_marks.alone(ref.model)
        if one.fields == (ref.name,)
        for name in unique_marks.marks_of(one)
    ]


def width(share: Share) -> tuple:
    """How much a sharing opens: changing before reading, for good before until a day."""
    return share.writes, share.until is None, share.until or timezone.localdate()
