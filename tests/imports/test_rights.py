"""Importing gives nobody more than the pages do: rights, reach and what only some may set (A9, P1, P4, P5)."""

import pytest

from apps.auth.models import User
from apps.core.models import Entry
from apps.customers.models import Activity, Contact, Customer, Order
from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(cast):
    make.product()


def customers(*rows: str) -> str:
    return "\n".join(["number,name,region,phone", *rows]) + "\n"


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
@pytest.mark.parametrize("kind", ["customers", "users", "products"])
def test_without_the_right_to_import_nothing_is_read(refuse, file, name, kind):
    outcome = refuse(kind, file("a.csv", customers("A1,甲,华东,1")), "--by", name)
    assert "may not import" in outcome.refusal
    assert not Customer.objects.exists()


@pytest.mark.parametrize("kind", ["users", "products", "stock", "categories"])
def test_the_right_to_import_is_not_the_right_to_maintain(refuse, file, kind):
    outcome = refuse(kind, file("a.csv", "username,name,role\nx,x,系统管理员\n"), "--by", "boss")
    assert "may not import" in outcome.refusal
    assert not User.objects.filter(username="x").exists()


def test_an_account_manager_imports_own_customers(bring, file, cast):
    bring("customers", file("a.csv", customers("A1,甲,华东,1")), "--by", "ann")
    one = Customer.objects.get()
    assert (one.owner, one.created_by) == (cast.ann, cast.ann)
    assert Entry.objects.get(customer=one).by == cast.ann
    bring("customers", file("a.csv", customers("A1,甲,华东,2")), "--by", "ann")
    assert Customer.objects.get().phone == "2"


def test_and_nobody_elses(refuse, file, cast):
    make.customer(owner=cast.bob, name="乙", number="B1")
    outcome = refuse("customers", file("a.csv", customers("A1,甲,华东,1", "B1,乙,华东,taken over")), "--by", "ann")
    assert outcome.problems == ["Line 3, column “number”: You may not change this record."]
    assert [*Customer.objects.values_list("phone", flat=True)] == [""]


def test_the_good_rows_of_an_account_manager_are_kept_beside_somebody_elses(bring, file, cast):
    make.customer(owner=cast.bob, name="乙", number="B1")
    bring("customers", file("a.csv", customers("A1,甲,华东,1", "B1,乙,华东,taken")), "--by", "ann", "--keep-good")
    assert [*Customer.objects.order_by("number").values_list("phone", flat=True)] == ["1", ""]


@pytest.mark.parametrize("owner", ["bob", "boss"])
def test_an_account_manager_gives_no_customer_to_others_nor_takes_one(refuse, file, cast, owner):
    mine = make.customer(owner=cast.ann, name="甲", number="A1")
    rows = f"number,name,region,owner\nA1,甲,华东,{owner}\nA2,新,华东,{owner}\n"
    outcome = refuse("customers", file("a.csv", rows), "--by", "ann")
    expected = "You may not set this." if owner == "bob" else "Nothing is called “boss” here"
    [problem] = outcome.problems
    assert "column “owner”" in problem
    assert problem.endswith("2 rows of a.csv, this is the first")
    mine.refresh_from_db()
    assert (mine.owner, Customer.objects.count(), expected in outcome.problems[0]) == (cast.ann, 1, owner == "bob")


def test_a_supervisor_gives_customers_to_the_people_of_the_department(bring, refuse, file, cast):
    rows = "number,name,region,owner\nA1,甲,华东,{}\n"
    bring("customers", file("a.csv", rows.format("ann")), "--by", "boss")
    assert Customer.objects.get().owner == cast.ann
    outcome = refuse("customers", file("b.csv", rows.format("bob").replace("A1", "A2")), "--by", "boss")
    assert outcome.problems == ["Line 2, column “number”: This would be somebody else's record: you may not make it."]


def test_contacts_and_orders_go_to_own_customers_only(refuse, bring, file, cast):
    for owner, name in ((cast.ann, "甲"), (cast.bob, "乙")):
        make.customer(owner=owner, name=name)
    contacts = "customer,name\n甲,王芳\n{}"
    orders = "number,customer,date,product,quantity\n1,甲,2026-03-01,P-001,1\n{}"
    for kind, rows, more, model in (
        ("contacts", contacts, "乙,李娜\n", Contact),
        ("orders", orders, "2,乙,2026-03-01,P-001,1\n", Order),
    ):
        refuse(kind, file("a.csv", rows.format(more)), "--by", "ann")
        assert not model.objects.exists()
        bring(kind, file("a.csv", rows.format("")), "--by", "ann")
        assert model.objects.get().customer.owner == cast.ann


def test_lines_go_to_drafts_and_to_imported_orders_that_have_none(refuse, bring, file, cast):
    make.customer(owner=cast.ann, name="甲")
    bring("orders", file("o.csv", "number,customer,date,status\n1,甲,2026-03-01,completed\n"), "--by", "ann")
    lines = "order,product,quantity\n1,P-001,{}\n"
    bring("order_lines", file("l.csv", lines.format(1)), "--by", "ann")
    for changed in (lines.format(2), lines.format(1) + "1,P-001,5\n"):
        refuse("order_lines", file("l.csv", changed), "--by", "ann")
        assert Order.objects.get().total == 100


def test_somebody_elses_order_gets_no_lines(refuse, file, cast):
    make.stored(Order(customer=make.customer(owner=cast.bob), number="1"))
    outcome = refuse("order_lines", file("l.csv", "order,product,quantity\n1,P-001,1\n"), "--by", "ann")
    assert outcome.problems == ["Line 2, column “order”: This would be somebody else's record: you may not make it."]


@pytest.mark.parametrize("column", ["created_by", "status", "assignee", "closed_at"])
def test_what_a_step_or_the_system_sets_is_not_set_by_a_file(refuse, file, cast, column):
    value = {"created_by": "bob", "status": "developing", "assignee": "ann", "closed_at": "2026-01-01"}[column]
    if column == "assignee":
        value = "bob"
    rows = f"number,customer_name,title,description,{column}\n1,远航,仓储,x,{value}\n"
    outcome = refuse("chances", file("a.csv", rows), "--map", f"{column}={column}", "--by", "ann")
    assert [problem for problem in outcome.problems if f"“{column}”: You may not set this." in problem]
    assert not Chance.objects.exists()


@pytest.mark.parametrize(
    "column", ["id", "deleted_at", "version", "order_total", "number__startswith", "owner__password"]
)
def test_other_columns_are_no_fields(refuse, file, column):
    outcome = refuse("customers", file("a.csv", customers("A1,甲,华东,1")), "--map", f"phone={column}", "--by", "ann")
    assert outcome.refusal.startswith(f"There is no field “{column}”.")


def test_what_a_person_may_not_see_is_not_found(refuse, file, cast):
    cast.ann.role.read_scope = "own"
    cast.ann.role.save()
    make.customer(owner=cast.bob, name="乙")
    rows = "customer,at,kind,title\n{},2026-03-01,电话,x\n"
    hidden = refuse("activities", file("a.csv", rows.format("乙")), "--by", "ann").problems
    missing = refuse("activities", file("a.csv", rows.format("没有")), "--by", "ann").problems
    assert [text.replace("没有", "乙") for text in missing] == hidden
    assert not Activity.objects.exists()


def test_whether_a_guess_about_a_hidden_record_is_right_is_not_told(refuse, file, cast):
    cast.ann.role.read_scope = "own"
    cast.ann.role.save()
    make.customer(owner=cast.bob, name="乙", number="B1", phone="021-1")
    told = [refuse("customers", file("a.csv", customers(f"B1,乙,,{phone}")), "--by", "ann") for phone in ("021-1", "x")]
    assert told[0].problems == told[1].problems == ["Line 2, column “number”: You may not change this record."]


def test_missing_items_are_made_by_who_maintains_the_dictionary_only(refuse, file):
    outcome = refuse("customers", file("a.csv", customers("A1,甲,火星,1")), "--create-missing", "--by", "boss")
    assert "Nothing is called “火星” here" in outcome.problems[0]


def test_who_has_left_imports_nothing(refuse, file, cast):
    User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    outcome = refuse("customers", file("a.csv", customers("A1,甲,华东,1")), "--by", "ann")
    assert outcome.refusal == "There is no active user “ann”."
