"""The whole of Northwind, brought in by the commands of docs/import.md (C1, C2, B2, B3, O1, R1, R5, P2)."""

import datetime
import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import Sum

from apps.auth.models import User
from apps.basedata.models import Category, Product, Stock
from apps.core.models import Entry
from apps.customers.models import Contact, Customer, Order, OrderLine
from apps.reports.figures.contribution import contribution
from apps.reports.figures.orders import orders
from apps.reports.period import Period, named

PLACES = [above / "shared" / "data" / "northwind" for above in settings.BASE_DIR.parents]  # beside any of its folders
FOLDER = next(filter(Path.is_dir, PLACES), PLACES[0])
DOCUMENT = settings.BASE_DIR / "docs" / "import.md"
YEARS = {"1996": (152, "208083.97"), "1997": (408, "617085.20"), "1998": (270, "440623.87")}
BEST = {"QUICK-Stop": 110_277, "Ernst Handel": 104_875, "Save-a-lot Markets": 104_362}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.realdata,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there is no Northwind in {FOLDER}"),
]


def commands() -> list[list[str]]:
    """The commands of the documentation, each as its arguments."""
    text = re.search(r"```console\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1]
    return [shlex.split(line.replace("$NORTHWIND", shlex.quote(str(FOLDER))))[1:] for line in text.splitlines()]


@pytest.fixture
def northwind(db, monkeypatch):
    monkeypatch.chdir(settings.BASE_DIR)

    def bring():
        for arguments in commands():
            call_command(*arguments, verbosity=0)

    bring()
    return bring


def state() -> list:
    """How much of everything there is, and in which version."""
    records = (Category, Product, Stock, Customer, Contact, Order)
    versions = [sorted(model.everything.values_list("pk", "version")) for model in records]
    return [*versions, User.objects.count(), OrderLine.objects.count(), Entry.objects.count()]


def test_everything_is_there_as_it_was(northwind, cast):
    models = (Customer, Contact, Category, Product, Stock, Order, OrderLine)
    assert [model.objects.count() for model in models] == [91, 91, 8, 77, 77, 830, 2155]
    people = User.objects.filter(department__name="北风贸易", role__name="客户经理")
    assert (people.count(), any(one.has_usable_password() for one in people)) == (9, False)
    assert Stock.objects.aggregate(all=Sum("quantity"))["all"] == 3119

    alfki = Customer.objects.get(number="ALFKI")
    assert (alfki.name, alfki.address) == ("Alfreds Futterkiste", "Obere Str. 57, Berlin, Germany")
    assert (alfki.region.item, alfki.postcode, alfki.phone) == ("海外", "12209", "030-0074321")
    contact = alfki.contacts.get()
    assert (contact.name, contact.position, contact.is_primary) == ("Maria Anders", "Sales Representative", True)
    order = Order.objects.get(number="10248")
    assert (order.customer.number, order.salesperson.username) == ("VINET", "Steven.Buchanan")
    assert (order.date, order.status, order.total) == (datetime.date(1996, 7, 4), "completed", Decimal("440.00"))
    assert order.ship_to == "Vins et alcools Chevalier, 59 rue de l'Abbaye, Reims, 51100, France"
    chai = Product.objects.get(number="1")
    assert (chai.name, chai.category.name, chai.price, chai.discontinued) == ("Chai", "Beverages", 18, False)


def test_the_reports_say_what_everybody_knows_of_northwind(northwind, cast):
    for year, (count, amount) in YEARS.items():
        [total] = Order.objects.sold().filter(date__year=year).aggregate(total=Sum("total")).values()
        assert abs(total - Decimal(amount)) < Decimal("0.20")
        for figures in (
            contribution(cast.chief, {"period": named(year), "top": 100}),
            orders(cast.chief, {"period": named(year)}),
        ):
            told = dict(zip((column.key for column in figures.columns), figures.totals, strict=True))
            assert (told["orders"], told["amount"]) == (count, total)

    ever = Period(datetime.date(1996, 1, 1), datetime.date(1998, 12, 31))
    rows = [row.cells for row in contribution(cast.chief, {"period": ever, "top": 100}).rows]
    assert [row[0] for row in rows[:3]] == [*BEST]
    assert all(abs(row[3] - BEST[row[0]]) < 1 for row in rows[:3])
    assert {row[0] for row in rows}.isdisjoint({"FISSA Fabrica Inter. Salchichas S.A.", "Paris spécialités"})


def test_the_customers_know_what_they_ordered(northwind):
    best = Customer.objects.order_by("-order_total")[:3]
    assert [one.name for one in best] == [*BEST]
    assert all(abs(one.order_total - BEST[one.name]) < 1 for one in best)
    never = Customer.objects.filter(last_order_date=None).order_by("number")
    assert [(one.number, one.order_total) for one in never] == [("FISSA", 0), ("PARIS", 0)]
    assert Customer.objects.get(number="QUICK").last_order_date == datetime.date(1998, 4, 14)


def test_everything_is_on_record(northwind):
    for model, count in ((Customer, 91), (Product, 77), (Stock, 77), (Order, 2 * 830), (User, 9)):
        entries = Entry.objects.filter(kind=ContentType.objects.get_for_model(model))
        assert entries.filter(action=f"{model._meta.label_lower}.import").count() == count


def test_bringing_it_in_again_changes_nothing(northwind):
    before = state()
    northwind()
    assert state() == before
