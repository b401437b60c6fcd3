"""The reports of this product: each with its filters and the function that counts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.marketing.rights import VIEW_CHANCE
from apps.reports import forms
from apps.reports.figures.composition import composition
from apps.reports.figures.contribution import contribution
from apps.reports.figures.forecast import forecast
from apps.reports.figures.funnel import funnel
from apps.reports.figures.loss import loss
from apps.reports.figures.measures import measures
from apps.reports.figures.orders import orders
from apps.reports.figures.outcome import outcome
from apps.reports.figures.products import products
from apps.reports.figures.service import service
from apps.reports.figures.value import value
from apps.reports.rights import VIEW_REPORT
from apps.reports.schema import Figures


@dataclass(frozen=True)
class Report:
    """A report: what it is called, what can be chosen, and who counts."""

    key: str
    title: Promise
    icon: str
    form: type[forms.ReportForm]
    figures: Callable[..., Figures]
    right: str = VIEW_REPORT
    app: str = "reports"  # the group of the menu


REPORTS = (
    Report("contribution", _("Customer contribution"), "trophy", forms.ContributionForm, contribution),
    Report("composition", _("Customer composition"), "chart-pie", forms.CompositionForm, composition),
    Report("value", _("Customer value"), "star", forms.ValueForm, value),
    Report("service", _("Customer service"), "headset", forms.ServiceForm, service),
    Report("loss", _("Customer loss"), "heart-broken", forms.LossForm, loss),
    Report("measures", _("What measures brought back"), "heart-handshake", forms.MeasuresForm, measures),
    Report("products", _("Product report"), "package", forms.ProductsForm, products),
    Report("orders", _("Order report"), "report-money", forms.OrdersForm, orders),
    Report("funnel", _("Sales funnel"), "chart-funnel", forms.ChancesForm, funnel, VIEW_CHANCE, "marketing"),
    Report("forecast", _("Sales forecast"), "chart-line", forms.ForecastForm, forecast, VIEW_CHANCE, "marketing"),
    Report("outcome", _("Forecast and result"), "target", forms.ChancesForm, outcome, VIEW_CHANCE, "marketing"),
)

for report in REPORTS:
    pages.link(report.app, f"reports:{report.key}", report.title, icon=report.icon, right=report.right)
