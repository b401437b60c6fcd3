"""The forms of this module."""

from apps.customers.forms.customer import ActivityForm, ContactForm, CustomerForm, DeliveryForm, HandOverForm, ShareForm
from apps.customers.forms.duplicate import MergeForm, PairUpForm
from apps.customers.forms.follow_up import FollowUpForm, PlanContactForm
from apps.customers.forms.loss import ConfirmLossForm, DelayForm
from apps.customers.forms.order import CorrectForm, OrderForm, VoidForm

__all__ = [
    "ActivityForm",
    "ConfirmLossForm",
    "ContactForm",
    "CorrectForm",
    "CustomerForm",
    "DelayForm",
    "DeliveryForm",
    "FollowUpForm",
    "HandOverForm",
    "MergeForm",
    "OrderForm",
    "PairUpForm",
    "PlanContactForm",
    "ShareForm",
    "VoidForm",
]
