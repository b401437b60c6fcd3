"""The screens of this module beside those every entity has."""

from apps.core.views import ListPage
from apps.marketing import board


class BoardPage(ListPage):
    """The list as a board: the same filters, the chances as cards in a column for each state (M7)."""

    role, fragment = "board", "_board"

    def content(self):
        user = self.request.user
        filters, rows = self.filtered()
        return {
            "filters": filters,
            "columns": board.columns(rows, filters.form.cleaned_data, self.request.GET, user),
            "most": board.MOST_CARDS,
            "can_add": user.has_perm(self.model.rights.add),
        } | self.look.shown(filters)
