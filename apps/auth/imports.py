"""People from files, and how files name them (P2)."""

from apps.auth.models import Department, Role, User
from apps.auth.rights import MANAGE_USERS
from apps.core.importing.kinds import Kind, kind
from apps.core.importing.naming import named
from apps.core.rights import Crud

named(User, "username", "name")
named(Role, "name")
named(Department, "name", right=MANAGE_USERS)


@kind
class Users(Kind):
    """People without a password: the administrator gives each one, or nobody logs in with the name."""

    code = "users"
    model = User
    fields = ("username", "name", "department", "role", "email", "mobile", "phone")
    keys = (("username",),)
    once = frozenset({"role"})
    rights = Crud(view=MANAGE_USERS, add=MANAGE_USERS, change=MANAGE_USERS)

    def changeable(self, records, by):
        return {one.pk for one in records}

    visible = reachable = changeable

    def settle(self, record, by):
        if record.pk is None:
            record.set_unusable_password()
