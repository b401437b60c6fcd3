"""What a real installation may not hold in its database (checks C10)."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from apps.auth.models import User
from apps.kit.hash_chain import lock


@register(Tags.database)
def no_demo_accounts(databases=None, **kwargs) -> list[Error]:
    """Refuse accounts whose password everybody knows, where a real installation's database is asked for (C10)."""
    found = [name for alias in databases or () for name in demo_accounts(alias)] if settings.PRODUCTION else []
    if not found:
        return []
    return [
        Error(
            f"This is a real installation, but its database holds demo accounts: {', '.join(found)}.",
            hint="Start with an empty database: everybody knows the password of a demo account.",
            id="accounts.E001",
        )
    ]


@register(Tags.database)
def log_is_locked(databases=None, **kwargs) -> list[Error]:
    """Refuse a database in which the operation log could be changed (C11)."""
    ready = [alias for alias in databases or () if lock.is_ready(alias)]
    return [
        Error(
            "The operation log is not locked: its triggers are missing.",
            hint="Run bin/manage migrate, which puts them back, and find out who took them away.",
            id="accounts.E002",
        )
        for alias in ready
        if not lock.is_on(alias)
    ]


def demo_accounts(alias: str) -> list[str]:
    """The user names of the demo company's staff; none before the first migration."""
    if User._meta.db_table not in connections[alias].introspection.table_names():
        return []
    return list(User.objects.using(alias).filter(is_demo=True).values_list("username", flat=True))
