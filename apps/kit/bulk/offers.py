"""What a list offers for the ticked rows, and which rows are meant (Z9)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.core import flow
from apps.core.rights import EXPORT

LIMIT = 1000  # records in one go, so that nobody else waits long


@dataclass(frozen=True)
class Offer:
    """A button below a list with ticked rows: what it is called, where it leads and the right it takes."""

    address: str
    label: Promise | str
    icon: str
    right: str
    tone: str = ""
    download: bool = False


def offers(pages, user) -> list[Offer]:
    """What this person may do with many records of an entity at once (Z9, P1)."""
    rights, steps = pages.model.rights, flow.STEPS.get(pages.model, {})
    found = [
        *(Offer(f"bulk/{one.name}/", one.label, one.icon, one.right) for one in map(steps.get, pages.bulk)),
        *(Offer(f"bulk/set-{name}/", setting(pages.model, name), "pencil", rights.change) for name in pages.bulk_set),
        Offer("export/", _("Export"), "file-spreadsheet", EXPORT, download=True),
        Offer("bulk/delete/", _("Delete"), "trash", rights.delete or "", tone="danger"),
    ]
    return [offer for offer in found if user.has_perm(offer.right)]


def setting(model, name: str) -> str:
    """What it is called to give many records the same value in one field."""
    return _("Set %(field)s") % {"field": capfirst(model._meta.get_field(name).verbose_name)}
