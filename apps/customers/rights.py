"""What may be done with customers, their contacts, dealings, orders and churn warnings."""

from django.utils.translation import gettext_lazy as _

from apps.core.rights import Crud, right

VIEW_CUSTOMER = right("customers.view_customer", _("See customers, contacts and dealings"))
CHANGE_CUSTOMER = right("customers.change_customer", _("Maintain customers and contacts"))
ADD_ACTIVITY = right("customers.add_activity", _("Record dealings"))
DELETE_CUSTOMER = right("customers.delete_customer", _("Delete, merge and hand over customers"))
WORK_LOSS = right("customers.work_loss", _("Take measures against churn"))
VIEW_ORDER = right("customers.view_order", _("See orders"))
ENTER_ORDER = right("customers.enter_order", _("Enter and confirm orders"))
CORRECT_ORDER = right("customers.correct_order", _("Correct completed orders, and put orders in another's name"))

CUSTOMERS = Crud(view=VIEW_CUSTOMER, add=CHANGE_CUSTOMER, change=CHANGE_CUSTOMER, delete=DELETE_CUSTOMER)
CONTACTS = Crud(view=VIEW_CUSTOMER, add=CHANGE_CUSTOMER, change=CHANGE_CUSTOMER, delete=CHANGE_CUSTOMER)
ACTIVITIES = Crud(view=VIEW_CUSTOMER, add=ADD_ACTIVITY, change=ADD_ACTIVITY, delete=ADD_ACTIVITY)
ORDERS = Crud(view=VIEW_ORDER, add=ENTER_ORDER, change=ENTER_ORDER, delete=ENTER_ORDER)
LOSSES = Crud(view=VIEW_CUSTOMER)
SHARES = Crud(view=VIEW_CUSTOMER, add=CHANGE_CUSTOMER, change=CHANGE_CUSTOMER, delete=CHANGE_CUSTOMER)
DUPLICATES = Crud(view=DELETE_CUSTOMER)
