"""Rights: things a person can be allowed to do, in words an administrator reads (P2).

Each is declared beside what it guards; its code names the app and so the module it is shown under.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLARED: dict[str, Promise] = {}
ADMINISTRATION: set[str] = set()  # the rights that open the administration pages
UNGIVEN: dict[str, str] = {}  # the rights no ready-made role has, each with the reason


def right(code: str, label: Promise, *, administration: bool = False, ungiven: str = "") -> str:
    """Declare a right and return its code (P2). Raises ValueError when the code is taken.

    `ungiven` is the reason why no role of a new installation has it.
    """
    if code in DECLARED:
        raise ValueError(f"The right {code} is declared twice.")
    DECLARED[code] = label
    if administration:
        ADMINISTRATION.add(code)
    if ungiven:
        UNGIVEN[code] = ungiven
    return code


@dataclass(frozen=True)
class Crud:
    """Which right each plain page of an entity asks for; None where the page does not exist."""

    view: str
    add: str | None = None
    change: str | None = None
    delete: str | None = None


EXPORT = right("core.export_rows", _("Export lists and reports"))
IMPORT = right("core.import_rows", _("Import rows from a file"))
SHARE = right("core.share_views", _("Share saved views of lists with a role"))
