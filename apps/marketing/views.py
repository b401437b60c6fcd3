"""The screens of this module beside those every entity has."""

from django.http import HttpResponseRedirect

from apps.core.views import ListPage
from apps.marketing import board


class BoardPage(ListPage):
    """The list as a board: the same filters, the chances as cards in a column for each state (M7)."""

    role = "board"

    def get(self, request):
        if address := self.look.beginning():
            return HttpResponseRedirect(request.path + address)
        filters, rows = self.filtered()
        context = {
            "filters": filters,
            "columns": board.columns(rows, filters.form.cleaned_data, request.GET, request.user),
            "most": board.MOST_CARDS,
            "part": self.pages.template("_board"),
            "can_add": request.user.has_perm(self.model.rights.add),
        } | self.look.shown(filters)
        fragment = request.htmx and request.htmx.target == "rows"
        return self.show("_board" if fragment else "board", context)
