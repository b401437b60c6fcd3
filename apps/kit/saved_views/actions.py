"""Keeping, changing and dropping saved views, and choosing columns: a person's own affairs, so not in the log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.core.rights import SHARE
from apps.kit.saved_views.models import ListChoice, SavedView

MOST = 30  # views of one person on one list


@transaction.atomic
def save_view(list: str, *, by, name: str, query: str, columns: str, shared_with=None, default=False) -> SavedView:
    """Keep a list under a name; a view of this person by the same name is replaced. Raises Refused past the limit."""
    mine = SavedView.objects.filter(owner=by, list=list)
    found = mine.filter(name=name).first()
    count = mine.count()
    if found is None and count >= MOST:
        raise Refused(
            _("You have %(count)s views of this list. Delete one you do not need any more.") % {"count": count}
        )
    found = found or SavedView(owner=by, list=list, name=name, position=count)
    found.query, found.columns = query, columns
    share(found, shared_with, by)
    found.save()
    open_with(found, default, by=by)
    return found


@transaction.atomic
def change_view(view: SavedView, *, by, name: str, position: int, shared_with=None) -> SavedView:
    """Rename a view, move it among those of its owner, show it to a role or to nobody else."""
    admit(view, by)
    others = [one for one in SavedView.objects.filter(owner=view.owner, list=view.list) if one.pk != view.pk]
    if any(one.name == name for one in others):
        raise Refused(_("There is a view called “%(name)s” already.") % {"name": name})
    view.name = name
    share(view, shared_with, by)
    view.save(update_fields=["name", "shared_with"])
    others.insert(min(position, len(others) + 1) - 1, view)
    for place, one in enumerate(others):
        one.position = place
    SavedView.objects.bulk_update(others, ["position"])
    return view


def delete_view(view: SavedView, *, by) -> None:
    """Drop a view; the records it showed are not touched."""
    admit(view, by)
    view.delete()


def open_with(view: SavedView, default: bool, *, by) -> None:
    """Let a list open with a view for this person, or not with it any more."""
    if default:
        ListChoice.objects.update_or_create(person=by, list=view.list, defaults={"opens_with": view})
    else:
        ListChoice.objects.filter(person=by, opens_with=view).update(opens_with=None)


def choose_columns(list: str, columns: str, *, by) -> None:
    """Let a person see these columns of a list from now on; the usual ones where none are named."""
    ListChoice.objects.update_or_create(person=by, list=list, defaults={"columns": columns})


def share(view: SavedView, role, by) -> None:
    """Show a view to everybody in a role. Raises PermissionDenied without the right to share."""
    if view.shared_with != role:
        if not by.has_perm(SHARE):
            raise PermissionDenied
        view.shared_with = role


def admit(view: SavedView, by) -> None:
    """Raise PermissionDenied unless this person may change the view."""
    if not view.may_be_changed_by(by):
        raise PermissionDenied
