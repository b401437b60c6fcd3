"""What this module puts on 今日工作台: next contacts and churn warnings (Z1)."""

from django.utils.translation import gettext_lazy as _

from apps.customers import rights
from apps.customers.actions import activity, customer, loss
from apps.customers.models import Customer, Loss
from apps.kit.agenda.sections import mine, soon, waits


def contacts(user, team: bool):
    """Customers whose planned next contact is due by the end of the next seven days (Z2)."""
    return mine(Customer.objects.filter(soon("next_date"), status=Customer.Status.NORMAL), user, team, "owner")


def warnings(user, team: bool):
    """Churn warnings nothing has been done about yet (C8)."""
    return mine(Loss.objects.filter(status=Loss.Status.WARNED), user, team, "customer__owner")


waits(
    Customer,
    "contact",
    _("Next contacts"),
    right=rights.ADD_ACTIVITY,
    rows=contacts,
    icon="phone",
    text="next_step",
    about="name",
    person="owner",
    phone="phone",
    due="next_date",
    steps=(activity.follow_up.step,),
    postpone=activity.plan_contact.step,
    hand_on=customer.hand_over.step,
)
waits(
    Loss,
    "act",
    _("Churn warnings"),
    right=rights.WORK_LOSS,
    rows=warnings,
    icon="heart-broken",
    text="customer__name",
    about="last_order_date",
    wording=_("last order %(about)s"),
    person="customer__owner",
    phone="customer__phone",
    whole="customer",
    steps=(loss.delay.step, loss.confirm_loss.step),
    hand_on=customer.hand_over.step,
)
