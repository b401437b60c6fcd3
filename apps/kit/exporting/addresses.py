"""The address of a list as a file."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.exporting.page import ExportPage


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """The list as an Excel file."""
    yield at("export/", "export", ExportPage)
