"""Every kind × every column × odd values: each is understood or refused with its line and column (B9)."""

import csv
import datetime
from itertools import count

import pytest
from django.db import models
from django.utils import timezone

from apps.auth.models import User
from apps.customers.models import Order, OrderLine
from apps.kit.importing import report as told
from apps.kit.importing.kinds import Kind, kinds
from apps.kit.importing.mapping import Mapping
from apps.kit.importing.references import naming_of
from apps.kit.importing.run import Wish, import_rows
from apps.kit.importing.source import Source
from tests import make
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ODD = (
    "", " ", "　", "\u200b", "没有这个", "x" * 3000, "x" * 31, "14.0000", "3.0", "3", "3.5", "-1", "-1.00",
    "(500)", "500-", "0", "00012", "1e5", "1E999", "-1e-999", "NaN", "Infinity", "9" * 19, "9" * 5000,
    "99999999999999.99", "0.15000001", "1 234", "1,234.50", "1.234,50", "1.005", "$90,000", "90元", "3万", "15%",
    "12 pcs", "１２３", "٣", "½", "²", "0001-01-01", "9999-12-31", "2026-02-30", "26-12-01", "202611", "20261301",
    "46082", "1/2/2026", "2026-03-01 25:00", "2026-03-01T23:30:00-14:00", "2199-12-31T23:00:00-08:00",
    "2026-W10-1T08", "1899-12-31", "#N/A", "#REF!", "6.22E+18", '="0012"', "'0012", "=1+1", "13800138000.0", "是",
    "FALSE", "T", "null", "None", "N/A", "a\nb", "a\tb", "%s %(x)s {0}", "\ud7ff\uffff", "😀", "completed", "lost",
    "archived", "won",
)  # fmt: skip
RUNNING = count(1)


def order_line(person) -> OrderLine:
    order, product = sample_of("orders", person), make.product(number=f"L-{next(RUNNING)}")
    line = OrderLine(order=order, product=product, quantity=1, unit="个", price=1)
    line.amount = line.compute()
    line.save()
    return line


def someone(person) -> User:
    return make.user(f"someone{next(RUNNING)}", "客户经理", person.department)


OTHERS = {OrderLine: order_line, User: someone}


def sample_of(code: str, person):
    """A good record of a kind; a new kind whose model has no sample yet fails here."""
    model = kinds()[code].model
    return OTHERS[model](person) if model in OTHERS else sample(model, person)


def text_of(record, field: models.Field) -> str:
    value = getattr(record, field.name)
    if value is None:
        return ""
    if field.is_relation:
        return str(getattr(value, naming_of(field.related_model).by[0]))
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat()
    return str(value)


def own_key(kind: Kind) -> str:
    """The field that tells one row of the file from the next."""
    texts = (kind.field(name) for key in kind.keys for name in key)
    return next((one.name for one in texts if not (one.is_relation or one.choices) and one.max_length), "")


def good_row(kind: Kind, record) -> dict[str, str]:
    row = {name: text_of(record, kind.field(name)) for name in kind.fields}
    if kind.parts:
        line = order_line(record.created_by)
        row |= {name: text_of(line, kind.parts().field(name)) for name in kind.parts.fields if name != kind.parts.whole}
    return row


def odd_rows(kind: Kind, person) -> list[dict[str, str]]:
    """A row for each column and each odd value, otherwise good, each of its own key or its own whole."""
    good, key = good_row(kind, sample_of(kind.code, person)), own_key(kind)
    rows = [
        (good_row(kind, sample_of(kind.code, person)) if kind.whole else good)
        | ({key: f"K{number}"} if key else {})
        | {name: odd}
        for number, (name, odd) in enumerate((name, odd) for name in good for odd in ODD)
    ]
    return [row for row in rows if any(map(str.strip, row.values()))]


@pytest.fixture
def brought(tmp_path, monkeypatch):
    """Import rows with the engine, the good ones of them."""
    monkeypatch.setattr(told, "MOST_KEPT", 10_000)

    def bring(kind: Kind, rows: list[dict], **wish):
        path = tmp_path / "odd.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return import_rows(kind, Source(path), Mapping(), Wish(keep_good=True, **wish))[0]

    return bring


def elsewhere(problem) -> bool:
    """Whether a reason is in another row of the same whole, or in several columns, which it names itself."""
    return "belongs to the same record" in problem.reason or "follow each other" in problem.reason


def lines(report) -> set[int]:
    return {problem.line for problem in report.problems}


@pytest.mark.parametrize("wish", [(), ("--dry",), ("--keep-good",)])
def test_an_order_row_without_a_customer_is_a_row_with_a_reason(cast, refuse, bring, file, wish):
    make.customer(cast.ann, number="C1"), make.product(number="P1")
    path = file("a.csv", "number,customer,date,status,product,quantity,price\nA1,C1,2026-01-05,completed,P1,1,10\n"
                "A2,,2026-01-06,completed,P1,1,10\n")  # fmt: skip
    outcome = (bring if "--keep-good" in wish else refuse)("orders", path, *wish)
    assert outcome.problems == ["Line 3, column “customer”: This field cannot be blank."]
    assert Order.objects.count() == ("--keep-good" in wish)


@pytest.mark.parametrize("rows", [1, 50])
def test_what_the_database_does_not_take_is_the_reason_of_its_row(cast, bring, file, rows):
    """The database compares names of people in another writing than the file has them."""
    make.user("wang", name="王")
    others = "".join(f"u{number},某,\n" for number in range(rows))
    outcome = bring("users", file("a.csv", f"username,name,phone\n{others}ｗａｎｇ,王,\n"), "--keep-good")
    assert outcome.problems == [
        f"Line {rows + 2}, column “username”: There is a record with the same user name already."
    ]
    assert User.objects.filter(username__startswith="u").count() == rows


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_odd_value_of_every_column_is_understood_or_refused_in_its_line_and_column(cast, brought, code):
    kind = kinds()[code]
    rows = odd_rows(kind, cast.ann)
    report = brought(kind, rows)
    assert report.read == len(rows)
    assert 0 < report.refused < len(rows)
    assert len(lines(report)) == report.refused
    assert not report.problems.untold
    assert not [str(problem) for problem in report.problems if not (problem.column or elsewhere(problem))]
    again = brought(kind, rows)
    assert again.read == report.read
    assert lines(report) <= lines(again)
    assert not again.made or kind.whole
