"""The entities of this module."""

from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.customers import agenda, filters, forms, rights, tables  # noqa: F401 agenda: its sections
from apps.customers.actions import activity, contact, customer, order, share  # noqa: F401 and their steps
from apps.customers.duplicates import merging, separating  # noqa: F401 and those of duplicates
from apps.customers.duplicates.comparing import rows
from apps.customers.models import Activity, Contact, Customer, DeliveryAddress, Duplicate, Loss, Order, Share, Value
from apps.customers.models.rhythm import usual_gap
from apps.kit.bulk import undoing


def churn(record: Customer, _user) -> dict:
    """The customer's page says what comes next, and that it is slipping away, or lost (C7, Z2)."""
    worrying = [*Loss.OPEN, Loss.Status.LOST]
    value = Value.objects.filter(customer=record).first()
    gap = usual_gap(record.orders.sold().order_by("date").values_list("date", flat=True).distinct())
    return {
        "next": record,
        "value": value,
        "gap": gap,
        "loss": record.losses.filter(status__in=worrying).order_by("-pk").first(),
    }


def lines(record: Order, user) -> dict:
    """The order's page lists its lines (C4), and offers another order like it (O5)."""
    return {"lines": record.lines.select_related("product"), "can_copy": user.has_perm(rights.ENTER_ORDER)}


def measures(loss: Loss, _user) -> dict:
    """The page of a churn warning tells what was done, newest first (C8)."""
    return {"measures": loss.measures.select_related("by").order_by("-pk")}


def side_by_side(pair: Duplicate, user) -> dict:
    """The page of a pair shows what differs; merged, what came of it and where it is taken back (Z6)."""
    done = pair.merges.select_related("batch", "kept").order_by("-pk").first() if pair.status == "merged" else None
    batch = done.batch if done else None
    undo = batch.undo_url() if batch and not undoing.stays_because(batch, user) else ""
    return {"rows": rows(pair), "merge": done, "undo": undo}


pages.add(
    Customer,
    table=tables.CustomerTable,
    filter=filters.CustomerFilter,
    form=forms.CustomerForm,
    slug="customers",
    icon="building",
    head=("owner", "level", "order_total", "last_order_date"),
    step_forms={
        "follow_up": forms.FollowUpForm,
        "plan_contact": forms.PlanContactForm,
        "hand_over": forms.HandOverForm,
        "pair_up": forms.PairUpForm,
    },
    row_steps=("follow_up",),
    bulk=("hand_over",),
    bulk_set=("level", "region"),
    facts=(
        (
            _("Customer file"),
            ("number", "region", "satisfaction", "credit", "phone", "fax", "website", "address", "postcode"),
        ),
        (
            _("Company and bank"),
            (
                "licence_no", "legal_representative", "registered_capital", "annual_turnover",
                "bank", "bank_account", "local_tax_no", "national_tax_no",
            ),
        ),
    ),
    context=churn,
)  # fmt: skip
pages.add(
    Contact,
    table=tables.ContactTable,
    filter=filters.ContactFilter,
    form=forms.ContactForm,
    slug="contacts",
    icon="address-book",
    panel_on=("customer",),
    head=("customer", "position", "mobile", "phone"),
    facts=((_("Contact"), ("sex", "email", "wechat", "is_primary", "memo")),),
    create=contact.add,
    edit=contact.edit,
)
pages.add(
    Activity,
    table=tables.ActivityTable,
    filter=filters.ActivityFilter,
    form=forms.ActivityForm,
    slug="activities",
    icon="message-circle",
    panel_on=("customer",),
    head=("customer", "at", "kind", "contact"),
    facts=((_("Dealing"), ("detail", "place", "next_step", "next_date", "created_by")),),
    create=activity.add,
    edit=activity.edit,
)
pages.add(
    Order,
    table=tables.OrderTable,
    filter=filters.OrderFilter,
    form=forms.OrderForm,
    slug="orders",
    icon="shopping-cart",
    panel_on=("customer",),
    head=("customer", "total", "date", "salesperson"),
    facts=((_("Order details"), ("number", "ship_to", "wanted_on", "remark", "created_by", "created_at")),),
    step_forms={"correct": forms.CorrectForm, "void": forms.VoidForm},
    create=order.enter,
    edit=order.edit,
    context=lines,
)
pages.add(
    DeliveryAddress,
    table=tables.DeliveryTable,
    filter=filters.DeliveryFilter,
    form=forms.DeliveryForm,
    slug="deliveries",
    icon="truck",
    menu=False,
    panel_on=("customer",),
    head=("customer", "receiver", "phone", "is_usual"),
)
pages.add(
    Loss,
    table=tables.LossTable,
    filter=filters.LossFilter,
    slug="losses",
    icon="heart-broken",
    views=(
        (_("To decide"), "status=warned&status=delayed"),
        (_("Loss confirmed"), "status=lost"),
        (_("Recovered"), "status=recovered"),
    ),
    head=("customer", "last_order_date", "lost_at", "reason"),
    facts=((_("Churn warning"), ("created_at", "cause", "usual_gap", "note", "recovered_on")),),
    step_forms={"delay": forms.DelayForm, "confirm_loss": forms.ConfirmLossForm},
    context=measures,
)
pages.add(
    Share,
    table=tables.ShareTable,
    filter=filters.ShareFilter,
    form=forms.ShareForm,
    slug="shares",
    icon="users",
    menu=False,
    panel_on=("customer",),
    head=("customer", "to", "until", "created_by"),
    facts=((_("Sharing"), ("writes", "created_at")),),
    create=share.add,
)
pages.add(
    Duplicate,
    table=tables.DuplicateTable,
    filter=filters.DuplicateFilter,
    slug="duplicates",
    icon="copy",
    step_forms={"merge": forms.MergeForm},
    row_steps=("merge", "dismiss"),
    bulk=("dismiss",),
    views=(
        (_("To decide"), "status=open"),
        (_("Two customers"), "status=distinct"),
        (_("Merged"), "status=merged"),
    ),
    context=side_by_side,
)
