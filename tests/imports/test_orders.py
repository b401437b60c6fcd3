"""Orders with their lines from one file or two: amounts, totals, the customers' figures, the log (O1, C4, C8, R1)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.basedata.models import Product, Stock
from apps.core.models import Entry
from apps.customers.actions import order as actions
from apps.customers.models import Allocation, Customer, Loss, Order, OrderLine
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEADS = (
    "number,customer,date,status\n1,华信,2026-03-01,completed\n2,华信,2026-04-01,confirmed\n3,远航,2026-05-01,draft\n"
)
LINES = """order,product,quantity,price,discount
1,P-001,2,10.05,
1,P-002,3,9.99,10%
2,P-001,1,100,0
3,P-002,1,5,0
"""
FLAT = """number,customer,date,status,product,quantity,price,discount
1,华信,2026-03-01,completed,P-001,2,10.05,
1,华信,2026-03-01,completed,P-002,3,9.99,10%
2,华信,2026-04-01,confirmed,P-001,1,100,0
3,远航,2026-05-01,draft,P-002,1,5,0
"""


@pytest.fixture(autouse=True)
def around(db):
    for name in ("华信", "远航"):
        make.customer(name=name)
    make.product("P-001", "智能终端")
    make.product("P-002", "打印机", price="80")


def totals() -> list[tuple]:
    return [*Order.objects.order_by("number").values_list("number", "status", "total")]


WANTED = [
    ("1", "completed", Decimal("47.07")),
    ("2", "confirmed", Decimal("100.00")),
    ("3", "draft", Decimal("5.00")),
]


def check_everything():
    assert totals() == WANTED
    amounts = OrderLine.objects.order_by("order__number", "pk").values_list("amount", flat=True)
    assert [*amounts] == [Decimal("20.10"), Decimal("26.97"), Decimal("100.00"), Decimal("5.00")]
    figures = Customer.objects.order_by("pk").values_list("order_total", "last_order_date")
    assert [*figures] == [(Decimal("147.07"), datetime.date(2026, 4, 1)), (Decimal(0), None)]


def versions() -> list:
    return [*Order.objects.order_by("pk").values_list("version"), Entry.objects.count(), OrderLine.objects.count()]


def test_orders_from_one_file_and_lines_from_another(bring, file):
    bring("orders", file("orders.csv", HEADS))
    outcome = bring("order_lines", file("lines.csv", LINES))
    assert "order lines: 4 new, 0 changed, 0 unchanged" in outcome.text
    check_everything()
    entry = Entry.objects.filter(action="customers.order.import", title="1").first()
    assert (entry.changes, entry.version, entry.customer.name) == ({"total": ["0", "47.07"]}, 2, "华信")
    assert entry.note.splitlines()[1:] == [
        "+ 智能终端 · 2 台 × 10.05 = 20.10",
        "+ 打印机 · 3 台 × 9.99 × 90 % = 26.97",
    ]


def test_orders_and_lines_from_one_flat_file(bring, file):
    outcome = bring("orders", file("flat.csv", FLAT))
    assert "orders: 3 new" in outcome.text
    assert "order lines: 4 new" in outcome.text
    check_everything()


@pytest.mark.parametrize("flat", [True, False])
def test_importing_again_changes_nothing(bring, file, flat):
    def both():
        bring("orders", file("orders.csv", FLAT if flat else HEADS))
        bring("order_lines", file("lines.csv", LINES))

    both()
    before = versions()
    both()
    assert versions() == before
    check_everything()


def test_a_changed_line_changes_the_total_and_says_what_it_was(bring, file):
    bring("orders", file("flat.csv", FLAT))
    bring("orders", file("flat.csv", FLAT.replace("P-001,1,100", "P-001,2,100")))
    assert Order.objects.get(number="2").total == 200
    assert Customer.objects.get(name="华信").order_total == Decimal("247.07")
    entry = Entry.objects.filter(title="2").first()
    assert entry.changes == {"total": ["100", "200"]}
    assert entry.note.splitlines()[1:] == ["− 智能终端 · 1 台 × 100.00 = 100.00", "+ 智能终端 · 2 台 × 100.00 = 200.00"]


def test_the_same_product_may_stand_in_an_order_twice(bring, file):
    twice = "order,product,quantity,price\n1,P-001,1,10\n1,P-002,1,1\n1,P-001,2,0\n"
    bring("orders", file("orders.csv", HEADS))
    bring("order_lines", file("lines.csv", twice))
    assert Order.objects.get(number="1").lines.count() == 3
    before = versions()
    bring("order_lines", file("lines.csv", twice))
    assert versions() == before


def test_what_a_line_leaves_out_is_the_products(bring, file):
    bring("orders", file("flat.csv", "number,customer,date,product,quantity\n1,华信,2026-03-01,P-002,2\n"))
    line = OrderLine.objects.get()
    assert (line.unit, line.price, line.amount) == ("台", 80, 160)


def test_orders_need_a_number_since_nothing_else_tells_them_apart(refuse, file):
    outcome = refuse("orders", file("orders.csv", "customer,date\n华信,2026-03-01\n"))
    assert outcome.refusal == "Rows without order number would be doubled when imported again."


def test_a_bad_line_is_told_and_nothing_is_stored(refuse, file):
    bad = FLAT + "4,华信,2026-03-01,draft,P-009,0,-1,2\n"
    outcome = refuse("orders", file("flat.csv", bad))
    assert sorted(problem.split(":")[0] for problem in outcome.problems) == [
        "Line 6, column “discount”",
        "Line 6, column “price”",
        "Line 6, column “product”",
        "Line 6, column “quantity”",
    ]
    assert not Order.objects.exists()


def test_an_order_is_stored_whole_or_not_at_all(bring, file):
    outcome = bring("orders", file("flat.csv", FLAT.replace("P-002,3,", "nothing,3,")), "--keep-good")
    assert outcome.problems == [
        "Line 2: Line 3, which belongs to the same record, is refused.",
        "Line 3, column “product”: Nothing is called “nothing” here, or you may not choose it.",
    ]
    assert totals() == WANTED[1:]
    assert Customer.objects.get(name="华信").order_total == 100


def test_the_lines_of_an_order_are_stored_all_or_none(bring, file):
    bring("orders", file("orders.csv", HEADS))
    bring("order_lines", file("lines.csv", LINES.replace("P-002,3,", "P-002,x,")), "--keep-good")
    assert not Order.objects.get(number="1").lines.exists()
    assert Order.objects.get(number="2").total == 100


def test_repeated_columns_of_an_order_have_to_agree(refuse, file):
    contradiction = FLAT.replace("1,华信,2026-03-01,completed,P-002", "1,远航,2026-03-01,completed,P-002")
    outcome = refuse("orders", file("flat.csv", contradiction))
    assert outcome.problems == [
        "Line 2: Line 3, which belongs to the same record, is refused.",
        "Line 3, column “customer”: This differs from line 2, which belongs to the same record.",
    ]


def test_the_lines_of_an_order_need_not_stand_together(bring, file):
    outcome = bring("orders", file("flat.csv", FLAT + "1,华信,2026-03-01,completed,P-001,9,1,\n"))
    assert "orders: 3 new" in outcome.text
    assert [*Order.objects.get(number="1").lines.values_list("quantity", flat=True)] == [2, 3, 9]
    assert Order.objects.get(number="1").total == Decimal("56.07")


def test_wholes_scattered_over_very_many_rows_are_each_one(bring, file):
    rows = "".join(f"{number},华信,2026-03-01,P-001,1,{part}\n" for part in (1, 2, 3) for number in range(700))
    bring("orders", file("flat.csv", "number,customer,date,product,quantity,price\n" + rows))
    assert set(Order.objects.values_list("total", "version")) == {(Decimal(6), 2)}


def test_rows_without_a_number_are_refused_each_for_itself(refuse, file):
    rows = "number,customer,date,product,quantity,price\n" + ",华信,2026-03-01,P-001,1,1\n,远航,2026-03-02,P-001,1,1\n"
    outcome = refuse("orders", file("flat.csv", rows))
    assert outcome.problems == [
        "Line 2, column “number”: This field cannot be blank. — 2 rows of flat.csv, this is the first"
    ]


def test_times_of_one_order_that_differ_by_a_minute_are_one_day(bring, refuse, file):
    rows = "number,customer,date,product,quantity,price\n1,华信,2026-03-01 09:59,P-001,1,1\n1,华信,{},P-002,1,2\n"
    bring("orders", file("flat.csv", rows.format("2026-03-01 10:00:12")))
    assert Order.objects.get().total == 3
    assert "This differs from line 2" in refuse("orders", file("b.csv", rows.format("2026-03-02 00:01"))).problems[1]


def test_lines_that_are_gone_from_the_file_are_named_and_go_if_wanted(bring, file):
    bring("orders", file("flat.csv", FLAT))
    less = file("less.csv", FLAT.replace("1,华信,2026-03-01,completed,P-002,3,9.99,10%\n", ""))
    named = "Line 2: Order 1 has more than the file: 打印机 · 3 台 × 9.99 × 90 % = 26.97."
    assert bring("orders", less).problems == [named]
    check_everything()
    outcome = bring("orders", less, "--replace-lines")
    assert outcome.problems == ["Line 2: Gone from order 1: 打印机 · 3 台 × 9.99 × 90 % = 26.97."]
    assert Order.objects.get(number="1").total == Decimal("20.10")
    assert Customer.objects.get(name="华信").order_total == Decimal("120.10")
    entry = Entry.objects.filter(title="1").first()
    assert entry.note.splitlines()[1:] == ["− 打印机 · 3 台 × 9.99 × 90 % = 26.97"]


@pytest.mark.parametrize(("quantity", "left"), [(5, 5), (1, 9)])
def test_a_corrected_order_takes_from_stock_what_it_needs_now(bring, file, cast, quantity, left):
    order, lines, stock = confirmed_order(cast)
    bring("order_lines", file("a.csv", f"order,product,quantity,price\n{order},P-001,{quantity},10\n"))
    stock.refresh_from_db()
    assert stock.quantity == left
    assert [*Allocation.objects.values_list("quantity", flat=True)] == [quantity]


def test_a_line_that_goes_gives_back_what_it_took_and_more_than_there_is_is_refused(bring, refuse, file, cast):
    order, lines, stock = confirmed_order(cast, second=True)
    too_much = refuse("order_lines", file("a.csv", f"order,product,quantity,price\n{order},P-001,11,10\n"))
    assert "10 台 in stock" in too_much.problems[0]
    bring("order_lines", file("b.csv", f"order,product,quantity,price\n{order},P-001,3,10\n"), "--replace-lines")
    assert [*Stock.objects.order_by("pk").values_list("quantity", flat=True)] == [7, 10]


def confirmed_order(cast, *, second=False):
    """An order of the screens that took three pieces, and with it the stock it took them from."""
    first, other = Product.objects.order_by("pk")
    stock = make.stock(first, 10)
    make.stock(other, 10, bin="B-01")
    order = Order(customer=Customer.objects.get(name="华信"), date=timezone.localdate())
    three = {"quantity": Decimal(3), "price": Decimal(10), "unit": "台"}
    lines = [OrderLine(product=one, **three) for one in (first, other)[: 1 + second]]
    entered = actions.enter(order, by=cast.boss, lines=lines)
    actions.confirm(entered, by=cast.boss)
    return entered.number, lines, stock


def test_an_old_order_without_a_price_does_not_get_that_of_today_unsaid(refuse, bring, file):
    rows = "number,customer,date,status,product,quantity\n1,华信,2020-03-01,completed,P-001,1\n"
    assert "column “unit price”: Give the price" in refuse("orders", file("a.csv", rows), "--history").problems[0]
    told = bring("orders", file("a.csv", rows)).problems
    assert told == ["Line 2: The file has no price: what the product costs now is taken."]


def test_many_orders_are_not_torn_apart(bring, file):
    rows = "".join(f"{number},华信,2026-03-01,P-001,1,{part}\n" for number in range(700) for part in (1, 2, 3))
    bring("orders", file("flat.csv", "number,customer,date,product,quantity,price\n" + rows))
    assert set(Order.objects.values_list("total", "version")) == {(Decimal(6), 2)}
    assert Order.objects.count() == 700


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["1"] * 301, "Line 2: An order has at most 300 lines."),
        (["9999999999.99", "0.01"], "Line 2: An order may not exceed ¥ 9,999,999,999.99."),
        (["99999999999"], "Line 2, column “quantity”: An order may not exceed ¥ 9,999,999,999.99."),
    ],
)
def test_an_order_too_large_to_be_one_is_refused(refuse, file, lines, sentence):
    rows = "".join(f"1,华信,2026-03-01,P-001,1,{price}\n" for price in lines)
    outcome = refuse("orders", file("flat.csv", "number,customer,date,product,quantity,price\n" + rows))
    assert outcome.problems[0] == sentence


def test_the_state_of_an_order_is_changed_by_its_steps_only(bring, file):
    bring("orders", file("orders.csv", HEADS))
    outcome = bring("orders", file("orders.csv", HEADS.replace("draft", "completed")))
    assert "1 records keep their own “status”" in outcome.text
    assert Order.objects.get(number="3").status == "draft"


def test_an_order_that_moves_to_another_customer_counts_there(bring, file):
    bring("orders", file("flat.csv", FLAT))
    bring("orders", file("orders.csv", HEADS.replace("2,华信", "2,远航")))
    assert [*Customer.objects.order_by("pk").values_list("order_total", flat=True)] == [Decimal("47.07"), 100]


def test_a_new_order_ends_a_warning_and_an_old_one_does_not(bring, file):
    warned = {
        name: make.stored(Loss(customer=Customer.objects.get(name=name), last_order_date=datetime.date(2020, 1, 1)))
        for name in ("华信", "远航")
    }
    today = timezone.localdate()
    rows = f"number,customer,date,status\n1,华信,{today},completed\n2,远航,2020-02-01,completed\n"
    bring("orders", file("orders.csv", rows))
    for loss in warned.values():
        loss.refresh_from_db()
    assert [loss.status for loss in warned.values()] == ["recovered", "warned"]


SAID = """number,customer,date,status,product,quantity,price,said
1,华信,2026-03-01,completed,P-001,2,10,20
2,远航,2026-04-01,completed,P-001,1,100,110
"""


def test_what_the_file_says_of_its_totals_is_compared_for_each_order_and_for_the_run(bring, file):
    control = ("--control", "total=said", "--control", "rows=3", "--control", "sum=120")
    outcome = bring("orders", file("a.csv", SAID), *control)
    assert outcome.problems == ["Line 3, column “said”: Control: 2 comes to 100.00, the file says 110."]
    assert [line for line in outcome.text.splitlines() if line.startswith("Control")] == [
        "Control: number of rows 2, but 3 was said.",
        "Control: 1 of 2 agree with “said”.",
        "Control: said 120.00, but 130 was said.",
        "Control: sum of all 120.00, as said.",
    ]
    assert "Columns not used" not in outcome.text


def test_a_control_that_cannot_be_is_refused(refuse, file):
    assert "no control “all”" in refuse("orders", file("a.csv", SAID), "--control", "all=1").refusal
    assert "no column “nothing”" in refuse("orders", file("a.csv", SAID), "--control", "total=nothing").refusal
    rows = file("c.csv", "number,name,region\nA1,华信,华东\n")
    assert refuse("customers", rows, "--control", "sum=1").refusal == "customers have no totals."


def test_what_is_refused_is_told_with_its_sum_and_returns_apart(refuse, file):
    rows = SAID.replace("2,远航", "2,nobody") + "3,华信,2026-05-01,completed,P-001,-2,30,\n"
    text = refuse("orders", file("a.csv", rows)).text
    assert "Refused: 1 with ¥ 100.00." in text
    assert "Refused are also 1 returns or credit notes with ¥ -60.00: here no order is negative." in text


def test_a_total_may_stand_in_any_line_of_its_order(bring, file):
    rows = SAID.replace("10,20\n", "10,\n") + "1,华信,2026-03-01,completed,P-001,1,5,25\n"
    outcome = bring("orders", file("a.csv", rows.replace("110", "100")), "--control", "total=said")
    assert "Control: 2 of 2 agree with “said”." in outcome.text


def test_what_is_refused_is_read_as_the_file_writes_it(refuse, file):
    rows = file(
        "a.csv", "number,customer,date,status,product,quantity,price,discount\n1,nobody,2026-03-01,,P-001,2,$10,0.25\n"
    )
    assert "Refused: 1 with ¥ 15.00." in refuse("orders", rows, "--unit", "discount=0-1", "--currency", "USD").text
    text = refuse("orders", rows).text
    assert "Refused: " not in text
    assert "Of 1 that are refused the amount cannot be read as a whole." in text


def test_an_order_of_a_day_to_come_and_equal_orders_are_remarked(bring, file):
    rows = SAID + "3,远航,2026-04-01,completed,P-001,1,100,\n4,华信,2126-03-01,completed,P-001,1,1,\n"
    outcome = bring("orders", file("a.csv", rows))
    assert outcome.problems == ["Line 5: This order is “Completed”, but its day, 2126-03-01, is still to come."]
    assert "Orders 2, 3 are equal: customer, day and lines." in outcome.text


def test_an_order_whose_lines_are_all_refused_is_no_sale_until_they_come(bring, file):
    text = bring("orders", file("orders.csv", HEADS)).text
    assert "2 orders have no line yet and are sales of ¥ 0 until their lines come." in text
    text = bring("order_lines", file("lines.csv", LINES.replace("2,P-001,1", "2,nothing,1")), "--keep-good").text
    assert "All lines of 1 orders are refused: until they come these are drafts: 2" in text
    assert totals()[1] == ("2", "draft", 0)
    assert Customer.objects.get(name="华信").last_order_date == datetime.date(2026, 3, 1)
    bring("order_lines", file("mended.csv", "order,product,quantity,price\n2,P-001,1,100\n"))
    check_everything()
