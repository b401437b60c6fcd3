"""The first things to do on an empty installation, by what one may do (Z1)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.auth.rights import MANAGE_USERS
from apps.basedata.rights import MANAGE_DICT, MANAGE_PRODUCT
from apps.customers.rights import CHANGE_CUSTOMER
from apps.marketing.rights import ADD_CHANCE
from apps.service.rights import ADD_SERVICE

SHOWN = 3


@dataclass(frozen=True)
class Beginning:
    """One thing a new company does first."""

    right: str
    url_name: str
    icon: str
    label: Promise
    why: Promise

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    @property
    def in_dialog(self) -> bool:
        return self.url_name.endswith("-create")


BEGINNINGS = (
    Beginning(
        CHANGE_CUSTOMER,
        "customers:customer-create",
        "building",
        _("Add your first customer"),
        _("A name, a region and a level are enough; the rest can follow."),
    ),
    Beginning(
        ADD_CHANCE,
        "marketing:chance-create",
        "target-arrow",
        _("Record a sales chance"),
        _("Once it is assigned and planned, its next step comes up here on its day."),
    ),
    Beginning(
        ADD_SERVICE,
        "service:servicerequest-create",
        "headset",
        _("Record what a customer asks for"),
        _("From then on the promised answer and solution are watched here."),
    ),
    Beginning(
        MANAGE_USERS,
        "admin:accounts_user_add",
        "user-plus",
        _("Add your colleagues"),
        _("Each gets a department and a role; what they see follows from it."),
    ),
    Beginning(
        MANAGE_PRODUCT,
        "basedata:product-create",
        "package",
        _("Enter what you sell"),
        _("Products with unit and price make orders quick to enter."),
    ),
    Beginning(
        MANAGE_DICT,
        "admin:basedata_dictitem_changelist",
        "book",
        _("Look through the dictionary"),
        _("Regions, sources and reasons in the words of your company."),
    ),
)


def beginnings(user) -> list[Beginning]:
    """The first three of them this person may do."""
    return [one for one in BEGINNINGS if user.has_perm(one.right)][:SHOWN]
