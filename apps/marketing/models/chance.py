"""Sales chances and their development plans: sal_chance, sal_plan (M1–M7)."""

import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.basedata.fields import DictField
from apps.basedata.models import Parameter
from apps.core.fields import MoneyField
from apps.core.models import AliveManager, Record, running_number
from apps.core.scope import Reach, ScopedQuerySet, within
from apps.customers.models import Customer
from apps.foundation.sorting.fields import SortKey
from apps.foundation.units.fields import DaysField, PercentField
from apps.kit.importing.aged import Aged
from apps.kit.search.fields import FoundBy
from apps.marketing import rights
from apps.marketing.models import indexes
from apps.marketing.models.last_day import LastDay


class ChanceQuerySet(ScopedQuerySet):
    """Sales chances as a query."""

    def editable_by(self, user):
        """Unassigned chances of the user or of those the user's write scope covers (M2)."""
        return super().editable_by(user).filter(status=Chance.Status.UNASSIGNED)

    def plannable_by(self, user):
        """Chances in development whose plan the user may draw up (M4)."""
        return within("assignee")(self, user).filter(status=Chance.Status.DEVELOPING)

    def open(self):
        """Chances that are neither won nor lost (M7)."""
        return self.filter(status__in=Chance.OPEN)

    def without_next_step(self):
        """Chances in development with no plan step left to do (Z2)."""
        return self.filter(next_date=None, status=Chance.Status.DEVELOPING)

    def with_weight(self):
        """Each with `weight`: expected amount × probability in yuan, nothing where no amount is expected (M7)."""
        return self.annotate(
            weight=Coalesce(F("expected_amount"), 0, output_field=MoneyField()) * F("probability") / 100
        )

    def idle(self):
        """Open chances with nothing happening for more days than the setting of their state allows (M7)."""
        return self.filter(at_rest(idle_limits()))


def at_rest(limits: dict[str, int]) -> Q:
    """Nothing has happened to the chance or its plan for more days than these limits allow by state (M7)."""
    today, none = timezone.localdate(), Q(pk__in=[])
    since = {status: start_of_day(today - datetime.timedelta(days=days)) for status, days in limits.items()}
    return reduce(or_, (Q(status=status, moved_at__lt=moment) for status, moment in since.items()), none)


def idle_limits() -> dict[str, int]:
    """How many days an open chance may be without movement, by its state (M7)."""
    codes = {Parameter.IDLE_UNASSIGNED: Chance.Status.UNASSIGNED, Parameter.IDLE_DEVELOPING: Chance.Status.DEVELOPING}
    found = Parameter.objects.filter(code__in=codes).values_list("code", "value")
    return {codes[code]: days for code, days in found}


def start_of_day(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class Chance(Aged):
    """A possible sale, from first word to won or lost (M1)."""

    class Status(models.TextChoices):
        UNASSIGNED = "unassigned", _("Unassigned")
        DEVELOPING = "developing", _("In development")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    OPEN = (Status.UNASSIGNED, Status.DEVELOPING)

    rights = rights.CHANCES
    reach = Reach(read=("assignee", "created_by"), write=("created_by", "assignee"), read_scope="chance_scope")
    tones = {
        Status.UNASSIGNED: "orange",
        Status.DEVELOPING: "blue",
        Status.WON: "green",
        Status.LOST: "red",
    }
    found_by = FoundBy(
        names=("title", "customer_name", "contact"), numbers=("number",), phones=("phone",), texts=("description",),
        beside="customer_name",
    )  # fmt: skip
    code_field = "number"
    name_field = "title"
    counted = ("moved_at", "next_date", "next_until", "next_step")
    outlives = ("customer",)  # it keeps the name itself, and is won for a new file (M6)

    number = models.CharField(_("chance number"), max_length=40, unique=True, editable=False)
    source = DictField("source", null=True, blank=True, verbose_name=_("source"))
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chances",
        verbose_name=_("existing customer"),
    )
    customer_name = models.CharField(_("customer name"), max_length=100, db_index=True)
    customer_name_key = SortKey(of="customer_name")
    title = models.CharField(_("summary"), max_length=200)
    title_key = SortKey(of="title")
    probability = PercentField(_("probability (%)"), default=50)
    contact = models.CharField(_("contact"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    description = models.TextField(_("description"), max_length=2000)
    expected_amount = MoneyField(_("expected amount"), null=True, blank=True)
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status.choices,
        default=Status.UNASSIGNED,
        editable=False,
    )
    assignee = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="chances",
        verbose_name=_("assigned to"),
    )
    assigned_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, editable=False)
    lost_reason = DictField("failure_reason", null=True, editable=False, verbose_name=_("reason lost"))
    lost_note = models.CharField(_("note"), max_length=500, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    moved_at = models.DateTimeField(_("last movement"), null=True, default=timezone.now, editable=False)
    next_date = models.DateField(_("next step on"), null=True, editable=False)
    next_until = models.DateField(_("next step until"), null=True, editable=False)
    next_step = models.CharField(_("next step"), max_length=500, blank=True, editable=False)

    objects = AliveManager.from_queryset(ChanceQuerySet)()
    everything = models.Manager.from_queryset(ChanceQuerySet)()

    class Meta:
        db_table = "sal_chance"
        verbose_name = _("sales chance")
        verbose_name_plural = _("sales chances")
        ordering = ["-id"]
        indexes = indexes.OF_CHANCES

    def __str__(self):
        return self.title

    def begin(self, by) -> None:
        self.number = self.number or running_number("XS")
        self.derive()

    def derive(self) -> None:
        """An existing customer says what the customer is called (M1)."""
        if self.customer is not None:
            self.customer_name = self.customer.name

    @property
    def lacks_next_step(self) -> bool:
        """Whether it is in development and nothing is planned (Z2)."""
        return self.next_date is None and self.status == self.Status.DEVELOPING

    def known_customer(self) -> Customer | None:
        """The existing customer this chance is with; none where it was deleted in the meantime (M6)."""
        return self.customer if self.customer and not self.customer.deleted_at else None

    def goes_along(self) -> str:
        steps = self.steps.count()
        sentence = ngettext(
            "Its plan step goes and comes back with it.", "Its %(steps)s plan steps go and come back with it.", steps
        )
        return sentence % {"steps": steps} if steps else ""

    def parts(self) -> tuple[models.QuerySet, ...]:
        return (PlanStep.everything.filter(chance=self),)


class PlanStepQuerySet(ScopedQuerySet):
    """Plan steps as a query."""

    def open(self):
        """Steps still to do: without a result, of chances that are neither won nor lost (M5)."""
        return self.filter(done_at=None, chance__status__in=Chance.OPEN)

    def with_last_day(self):
        """Each with `last_day`, as `PlanStep.due` says it (M4)."""
        return self.annotate(last_day=LastDay("date", "duration"))

    def editable_by(self, user):
        """Steps of chances still in development (M4)."""
        return super().editable_by(user).filter(chance__status=Chance.Status.DEVELOPING)


class PlanStep(Record):
    """One step of the development plan (M4, M5)."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        OVERDUE = "overdue", _("Overdue")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Not done")

    rights = rights.PLANS
    reach = Reach(
        read=("chance__assignee", "chance__created_by"),
        write=("chance__assignee",),
        read_scope="chance_scope",
    )
    tones = {Status.OPEN: "blue", Status.OVERDUE: "red", Status.DONE: "green", Status.DROPPED: "secondary"}
    found_by = FoundBy(texts=("todo", "result"), also=("chance",))
    name_field = "todo"
    part_of = "chance"
    goes_with = ("chance",)

    chance = models.ForeignKey(Chance, models.CASCADE, related_name="steps", verbose_name=_("sales chance"))
    date = models.DateField(_("date"))
    todo = models.CharField(_("what to do"), max_length=500)
    duration = DaysField(_("duration (days)"), default=1)
    points = models.CharField(_("points to mind"), max_length=500, blank=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    order = models.PositiveIntegerField(_("sort order"), default=0, editable=False)

    objects = AliveManager.from_queryset(PlanStepQuerySet)()
    everything = models.Manager.from_queryset(PlanStepQuerySet)()

    class Meta:
        db_table = "sal_plan"
        verbose_name = _("plan step")
        verbose_name_plural = _("plan steps")
        ordering = ["-chance_id", "order", "date", "id"]
        indexes = indexes.OF_STEPS

    def __str__(self):
        return self.todo

    @property
    def due(self) -> datetime.date:
        """The last day of the step: its date and as many days as it takes (M4)."""
        return self.date + datetime.timedelta(days=max(self.duration, 1) - 1)

    @property
    def status(self) -> str:
        """Done, to do, or overdue while the chance is still in development; nobody does it once that is closed (M5)."""
        if self.done_at:
            return self.Status.DONE
        if self.chance.status not in Chance.OPEN:
            return self.Status.DROPPED
        late = self.due < timezone.localdate() and self.chance.status == Chance.Status.DEVELOPING
        return self.Status.OVERDUE if late else self.Status.OPEN

    def get_status_display(self) -> str:
        return str(self.Status(self.status).label)

    def keeps_because(self) -> str:
        return str(_("A step that has a result stays in the plan.")) if self.done_at else ""

    def customer_concerned(self):
        return self.chance.customer
