"""The page that gives a list as an Excel file."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.rights import EXPORT
from apps.core.views import ListPage
from apps.kit.exporting import background, writing


class ExportPage(ListPage):
    """Exactly the filtered list, or its ticked rows, as an Excel file; that it was taken is on record (P5)."""

    role = "export"

    def rights(self):
        return (self.model.rights.view, EXPORT)

    def get(self, request):
        label, title, rows = self.model._meta.label_lower, str(self.model._meta.verbose_name_plural), self.chosen()
        query = request.GET.urlencode()
        audit.log(request.user, f"{label}.export", by=request.user, note=f"{title} {query}".strip())
        count = rows.order_by().count()
        if count > background.LONG:
            text = _("“%(title)s” is being written. You can work on; a message tells you when it is ready.")
            messages.success(request, text % {"title": title})
            answer = HttpResponseRedirect(background.ask(request.user, label, title, query).get_absolute_url())
        else:
            answer = writing.workbook(self.table(rows), title)
        answer.rows = count
        return answer
