"""The pages of a report: the screen, and the same figures as a workbook or a picture (R1–R6)."""

from dataclasses import replace
from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone

from apps.core import audit
from apps.core.rights import EXPORT
from apps.core.views import Page
from apps.foundation.filtering.unclear import Unclear
from apps.reports import cache
from apps.reports.outputs.picture import picture
from apps.reports.schema import Figures


class ReportPage(Page):
    """A page of a report: the filters come from the address, the figures from the one function that counts."""

    report = None

    def rights(self):
        return (self.report.right,)

    def form(self):
        return self.report.form(self.request.GET, user=self.request.user)

    def figures(self, form) -> Figures:
        """The figures of the chosen filters, with the filters in words."""
        return replace(cache.figures(self.report, self.request.user, form), filters=form.chosen_words())


class ScreenPage(ReportPage):
    """The report on screen; wrong filters are told beside their fields."""

    role = "screen"

    def get(self, request):
        form = self.form()
        figures = self.figures(form) if form.is_valid() else None
        context = {
            "report": self.report,
            "form": form,
            "figures": figures,
            "empty": figures and not any(one.value or one.before for one in figures.headlines),
            "can_export": request.user.has_perm(EXPORT),
        }
        return render(request, "reports/report.html", context)


class Download:
    """The figures of the screen as a file; that it was taken is on record (P5). Mixed into a page of a report."""

    format = ""

    def rights(self):
        return (self.report.right, EXPORT)

    def get(self, request):
        form = self.form()
        if not form.is_valid():
            raise Unclear(form.unclear())
        figures = self.figures(form)
        content, name = BytesIO(self.content(figures)), f"{figures.title}-{timezone.localdate()}.{self.format}"
        note = f"{figures.title} {self.format} {request.GET.urlencode()}".strip()
        audit.log(request.user, f"reports.{self.report.key}.export", by=request.user, note=note)
        return FileResponse(content, as_attachment=True, filename=name)


class ExcelPage(Download, ReportPage):
    """The report as a workbook with its native chart (R6)."""

    format = "xlsx"

    def content(self, figures):
        from apps.reports.outputs.excel import workbook  # noqa: PLC0415 openpyxl and numpy: a third of a start

        return workbook(figures)


class PicturePage(Download, ReportPage):
    """One chart of the report as a picture; `chart` says which, counted from 0 (R6)."""

    def content(self, figures):
        charts = {str(place): chart for place, chart in enumerate(figures.charts)}
        if (chart := charts.get(self.request.GET.get("chart", "0"))) is None:
            raise Http404
        return picture(chart, figures, self.format)
