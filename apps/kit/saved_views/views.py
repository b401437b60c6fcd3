"""The screens behind the tabs of a list: save, change and delete a view, choose the columns."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from apps.core.arriving import arrived
from apps.core.forms import StepForm
from apps.core.pages import REGISTRY
from apps.core.views import ListPage
from apps.kit.form_views import FormPage
from apps.kit.saved_views import actions, columns
from apps.kit.saved_views.forms import ViewForm
from apps.kit.saved_views.looks import PLAIN, address, normal
from apps.kit.saved_views.models import ListChoice, SavedView


def place(pages, request) -> str:
    """The page the tabs stand on: the list, or another way to see it such as the board."""
    role = request.GET.get("on", "")
    try:
        return reverse(pages.url_name(role if role.isalpha() else "list"))
    except NoReverseMatch:
        return reverse(pages.url_name("list"))


class SaveViewPage(FormPage, ListPage):
    """Keep the filters, sorting and columns on the screen under a name."""

    role, shape = "save-view", "view"

    def form(self, *data):
        opened = self.request.GET.get("view", "")
        found = next((view.name for view in self.look.views if str(view.pk) == opened and self.own(view)), "")
        return ViewForm(*data, user=self.request.user, record=None, may_change=True, initial={"name": found})

    def own(self, view) -> bool:
        return view.owner_id == self.request.user.pk

    def change(self, form):
        filters, _rows = self.filtered()
        named = columns.known(self.pages, self.request.GET.get("columns", ""))
        view = actions.save_view(
            self.look.list,
            by=self.request.user,
            query=normal(filters, self.request.GET),
            columns=",".join(named),
            **form.cleaned_data,
        )
        url = place(self.pages, self.request) + address(view)
        return arrived(self.request, url, _("The view “%(name)s” is saved.") % {"name": view})

    def words(self):
        return {"title": _("Save view"), "submit": _("Save")}


class ColumnsPage(FormPage, ListPage):
    """Which columns the list shows and in which order: now in the address, and from now on for this person."""

    role = shape = "columns"

    def form(self, *data):
        return StepForm(*data, user=self.request.user, record=None)

    def post(self, request, **kwargs):
        moved = request.POST.get("up") or request.POST.get("down")
        return self.ask(self.form()) if moved else super().post(request, **kwargs)

    def lines(self) -> list[tuple[str, str, bool]]:
        """Each column, what it is called, whether it is shown: as on the screen, or as the form arranges them."""
        every, given = columns.headers(self.pages), self.request.POST
        shown = self.look.columns or columns.usual(self.pages)
        order = list(dict.fromkeys(name for name in given.getlist("order") if name in every))
        if order:
            shown = given.getlist("shown")
            for name, step in ((given.get("up"), -1), (given.get("down"), 1)):
                if name in order:
                    place = order.index(name)
                    order.insert(max(place + step, 0), order.pop(place))
        order = list(dict.fromkeys([*(order or shown), *every]))
        return [(name, every[name], name in shown) for name in order if name != columns.title(self.pages)]

    def change(self, form):
        chosen = [name for name, _header, shown in self.lines() if shown]
        named = columns.known(self.pages, ",".join(chosen)) if "reset" not in self.request.POST else []
        actions.choose_columns(self.look.list, ",".join(named), by=self.request.user)
        query = self.request.GET.copy()
        query.pop("columns", None)
        if named:
            query["columns"] = ",".join(named)
        url = f"{reverse(self.pages.url_name('list'))}?{query.urlencode(safe=',')}".rstrip("?")
        return arrived(self.request, url, _("The columns are set."))

    def words(self):
        first = columns.headers(self.pages)[columns.title(self.pages)]
        return {"title": _("Choose columns"), "submit": _("Show these columns"), "lines": self.lines(), "first": first}


class OneView:
    """A form about one saved view; somebody else's that is not shared does not exist. Mixed into a form."""

    role = shape = "view"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.found = get_object_or_404(SavedView.objects.visible_to(request.user), pk=kwargs["pk"])
        model = apps.all_models.get(self.found.list.split(".")[0], {}).get(self.found.list.split(".")[-1])
        if model not in REGISTRY:
            raise Http404
        self.pages = REGISTRY[model]


class EditViewPage(OneView, FormPage):
    """Rename, move or share a view; let the list open with it."""

    def form(self, *data):
        view, user = self.found, self.request.user
        initial = {
            "name": view.name,
            "position": view.position + 1,
            "shared_with": view.shared_with_id,
            "default": ListChoice.objects.filter(person=user, opens_with=view).exists(),
        }
        may_change = view.may_be_changed_by(user)
        return ViewForm(*data, user=user, record=view, may_change=may_change, initial=initial)

    def change(self, form):
        if "name" in form.fields:
            actions.change_view(self.found, by=self.request.user, **form.given())
        actions.open_with(self.found, form.cleaned_data["default"], by=self.request.user)
        text = _("The view “%(name)s” is saved.") % {"name": self.found}
        return arrived(self.request, place(self.pages, self.request) + address(self.found), text)

    def words(self):
        return {
            "title": _("View"),
            "submit": _("Save"),
            "view": self.found,
            "can_drop": self.found.may_be_changed_by(self.request.user),
        }


class DeleteViewPage(OneView, FormPage):
    """Drop a view, asked once more."""

    def form(self, *data):
        if not self.found.may_be_changed_by(self.request.user):
            raise PermissionDenied
        return StepForm(*data, user=self.request.user, record=self.found)

    def change(self, form):
        name = self.found.name
        actions.delete_view(self.found, by=self.request.user)
        return arrived(
            self.request, place(self.pages, self.request) + PLAIN, _("The view “%(name)s” is deleted.") % {"name": name}
        )

    def words(self):
        return {"title": _("Delete the view “%(name)s”") % {"name": self.found}, "submit": _("Delete"), "danger": True}
