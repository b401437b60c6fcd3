"""People from files, and how files name them (P2)."""

from django.utils.translation import gettext as _

from apps.auth import logins
from apps.auth.models import Department, Role, User
from apps.auth.rights import MANAGE_USERS
from apps.core.rights import Crud
from apps.kit.importing.kinds import Kind, kind
from apps.kit.importing.references import named

named(User, "username", "name")
named(Role, "name")
named(Department, "name", right=MANAGE_USERS)


@kind
class Users(Kind):
    """People without a password: the administrator gives each one, or nobody logs in with the name."""

    code = "users"
    model = User
    fields = ("username", "name", "department", "role", "email", "mobile", "phone")
    keys = (("username",), ("name", "department"), ("name",))
    once = frozenset({"role"})
    rights = Crud(view=MANAGE_USERS, add=MANAGE_USERS, change=MANAGE_USERS)

    def changeable(self, records, by):
        return {one.pk for one in records}

    visible = reachable = changeable

    def settle(self, record, by):
        """Without a user name in the file it is made from the name (P2)."""
        if record.pk is None:
            record.set_unusable_password()
            record.spelled = not record.username
            record.username = record.username or logins.spelled(record.name)

    def prepare(self, drafts):
        logins.make_free(draft.record for draft in drafts if draft.new and draft.record.spelled)

    def stored(self, drafts, run):
        for draft in drafts:
            if draft.new and draft.record.spelled:
                draft.remark(_("%(name)s logs in as “%(username)s”.") % vars(draft.record))
