"""The addresses of this module: of each report its screen, its workbook and the pictures of its charts."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from apps.reports import views
from apps.reports.pages import REPORTS, Report


def addresses(report: Report) -> Iterator[URLPattern]:
    """The addresses of one report."""
    key = report.key
    yield path(f"{key}/", views.ScreenPage.as_view(report=report), name=key)
    yield path(f"{key}/excel/", views.ExcelPage.as_view(report=report), name=f"{key}-excel")
    for format in ("png", "svg"):
        picture = views.PicturePage.as_view(report=report, format=format)
        yield path(f"{key}/chart.{format}", picture, name=f"{key}-{format}")


app_name = "reports"
urlpatterns = [address for report in REPORTS for address in addresses(report)]
