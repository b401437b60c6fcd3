"""The rights of this module, and the table of all declared rights that the administrator sees (P2)."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from apps.core.rights import DECLARED, right

MANAGE_USERS = right("accounts.manage_users", _("Manage users, roles and departments"), administration=True)
VIEW_LOG = right("accounts.view_log", _("Read the operation log"))


def module_of(code: str) -> str:
    """The module a right is shown under, in the reader's language."""
    return apps.get_app_config(code.split(".")[0]).verbose_name


def order_of(code: str) -> tuple[int, int]:
    """Where a right stands among all: modules as settings name the apps, rights as their module declares them."""
    return [*apps.app_configs].index(code.split(".")[0]), [*DECLARED].index(code)


def sync_rights(sender=None, **kwargs) -> None:
    """Make sys_right hold exactly the declared rights; runs after every migration."""
    model = apps.get_model("accounts", "Right")
    model.objects.exclude(code__in=DECLARED).delete()
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(model(code=code) for code in DECLARED if code not in known)
