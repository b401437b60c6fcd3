"""What a real installation may not hold in its database (C10), and what its ready-made roles may not forget (P2)."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from apps.auth.models import User
from apps.core.rights import DECLARED, UNGIVEN
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


@register
def roles_know_every_right(app_configs=None, **kwargs) -> list[Error]:
    """Refuse a right that nobody would have in a new installation, and a role with a right that is none (P2)."""
    return [Error(sentence, id="accounts.E003") for sentence in unmatched()]


def unmatched() -> Iterator[str]:
    """Where the declared rights and the ready-made roles do not fit together, in sentences."""
    blocks = json.loads(Path(settings.BASE_DIR, "fixtures/roles.json").read_text(encoding="utf-8"))
    given = {code for block in blocks for role in block["rows"] for code in role["rights"]}
    for code in sorted(DECLARED.keys() - given - UNGIVEN.keys()):
        yield f"{code}: no ready-made role has this right; add it in fixtures/roles.json, or say why not in `ungiven`."
    for code in sorted(given - DECLARED.keys()):
        yield f"{code}: a role in fixtures/roles.json has this right, and no app declares it; take it out there."


def demo_accounts(alias: str) -> list[str]:
    """The user names of the demo company's staff; none before the first migration."""
    if User._meta.db_table not in connections[alias].introspection.table_names():
        return []
    return list(User.objects.using(alias).filter(is_demo=True).values_list("username", flat=True))
