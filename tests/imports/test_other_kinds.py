"""Contacts, dealings, chances, service requests, products, stock and people from files (C2, C3, M1, S1, B2, B3, P2)."""

import pytest
from django.utils import timezone

from apps.auth.models import Department, User
from apps.basedata.models import Category, Product, Stock
from apps.core.models import Entry
from apps.customers.models import Activity, Contact
from apps.kit.importing.kinds import kinds
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest
from tests import make

pytestmark = pytest.mark.django_db


def twice(bring, kind: str, path, *arguments):
    """Import a file two times; the second time changes nothing."""
    bring(kind, path, *arguments)
    model = kinds()[kind].model
    before = model.objects.count(), Entry.objects.count()
    outcome = bring(kind, path, *arguments)
    assert " 0 new, 0 changed, " in outcome.text
    assert (model.objects.count(), Entry.objects.count()) == before


def test_contacts_by_customer_and_name_one_of_them_the_first(bring, file):
    one, other = make.customer(name="华信"), make.customer(name="远航")
    make.contact(other, "老王", is_primary=True)
    rows = "customer,name,sex,is_primary\n{0},王芳,female,yes\n{0},李娜,,yes\n{1},王芳,,yes\n"
    twice(bring, "contacts", file("a.csv", rows.format(one.number, "远航")))
    found = Contact.objects.order_by("pk").values_list("customer__name", "name", "sex", "is_primary")
    assert [*found] == [
        ("远航", "老王", "", True),
        ("华信", "王芳", "f", True),
        ("华信", "李娜", "", False),
        ("远航", "王芳", "", False),
    ]


def test_dealings_by_customer_time_and_title_with_a_contact_of_that_customer(bring, refuse, file, cast):
    one, other = make.customer(name="华信"), make.customer(name="远航")
    mine = make.contact(one, "王芳")
    make.contact(other, "王芳")
    make.contact(other, "李娜")
    rows = "customer,at,kind,title,contact,created_by\n华信,2026/3/1 9:30,电话,回访,{},ann\n"
    twice(bring, "activities", file("a.csv", rows.format("王芳")))
    found = Activity.objects.get()
    assert (found.contact, found.created_by, f"{timezone.localtime(found.at):%H:%M}") == (mine, cast.ann, "09:30")
    outcome = refuse("activities", file("b.csv", rows.format("李娜")))
    assert "column “contact”: Nothing is called “李娜” here" in outcome.problems[0]


CHANCES = "number,customer_name,title,description,status,assignee,customer,closed_at,lost_reason\n"


def test_chances_in_any_state_with_what_belongs_to_it(bring, file, cast):
    make.customer(name="华信")
    reason = make.item("failure_reason").item
    rows = (
        "1,新客户,仓储,需要仓储系统,,,,,\n2,远航,系统,x,developing,ann,,,\n"
        f"3,华信,系统,x,won,ann,华信,2026-03-01,\n4,远航,旧,x,lost,ann,,2026-03-01,{reason}\n"
    )
    twice(bring, "chances", file("a.csv", CHANCES + rows))
    assert [*Chance.objects.order_by("number").values_list("status", flat=True)] == [
        "unassigned", "developing", "won", "lost",
    ]  # fmt: skip
    assert Chance.objects.get(number="2").assigned_at is None


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,远航,系统,x,developing,,,,", "assignee"),
        ("1,远航,系统,x,won,ann,,2026-03-01,", "customer"),
        ("1,远航,系统,x,lost,ann,,2026-03-01,", "lost_reason"),
        ("1,远航,系统,x,,ann,,,", "assignee"),
        ("1,远航,,x,,,,,", "title"),
        ("1,远航,系统,x,developing,eng,,,", "assignee"),
        ("1,远航,系统,x,developing,ann,,2026-03-01,", "closed_at"),
        ("1,远航,系统,x,won,ann,华信,2126-03-01,", "closed_at"),
        ("1,远航,系统,,,,,,", "description"),
    ],
)
def test_a_chance_that_could_not_be_so_is_refused(refuse, file, cast, row, column):
    make.customer(name="华信")
    assert f"column “{column}”" in refuse("chances", file("a.csv", CHANCES + row + "\n")).problems[0]


def test_chances_without_numbers_are_told_by_customer_and_title(bring, file):
    twice(bring, "chances", file("a.csv", "customer_name,title,description\n远航,系统,x\n远航,仓储,y\n"))
    assert sorted(number[:2] for number in Chance.objects.values_list("number", flat=True)) == ["XS", "XS"]


SERVICES = "number,customer,type,title,request,status,assignee,created_at,handled_at,closed_at,satisfaction,contact\n"


def test_service_requests_with_their_due_times_and_in_any_state(bring, file, cast):
    make.customer(name="华信")
    rows = (
        "1,华信,投诉,无法开机,x,,,2026-03-01,,,,\n2,华信,咨询,旧,x,archived,eng,2026-03-01,2026-03-02,2026-03-03,5,\n"
    )
    twice(bring, "services", file("a.csv", SERVICES + rows))
    new, old = ServiceRequest.objects.order_by("number")
    assert (new.status, new.response_due > new.created_at, old.satisfaction) == ("new", True, 5)
    assert (old.assignee, f"{timezone.localtime(old.created_at):%Y-%m-%d}") == (cast.eng, "2026-03-01")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1,华信,投诉,x,x,assigned,,,,,,", "column “assignee”"),
        ("1,华信,投诉,x,x,archived,eng,2026-03-01,2026-03-02,2026-03-03,2,", "column “satisfaction”: 3 stars or more"),
        ("1,华信,投诉,x,x,handled,eng,2026-03-01,2026-03-02,,4,", "column “satisfaction”: 3 stars or more"),
        ("1,华信,投诉,x,x,handled,eng,2026-03-01,2026-03-02,2026-03-03,,", "column “closed_at”"),
        ("1,华信,投诉,x,x,assigned,eng,2026-03-01,,,2,", "column “handled_at”"),
        ("1,华信,投诉,x,x,assigned,eng,2026-03-01,2026-03-02,,,", "column “satisfaction”"),
        ("1,华信,投诉,x,x,assigned,chief,2026-03-01,,,,", "column “assignee”: Chief may not handle"),
        ("1,华信,投诉,x,x,new,,2126-03-01,,,,", "column “created_at”: This moment is still to come."),
        ("1,华信,投诉,x,x,handled,eng,2026-03-05,2026-03-02,,,", "The times do not follow each other"),
        ("1,华信,投诉,x,x,,eng,,,,,", "column “assignee”"),
        ("1,华信,投诉,x,x,,,,,,,李娜", "column “contact”"),
    ],
)
def test_a_service_request_that_could_not_be_so_is_refused(refuse, file, cast, row, told):
    make.contact(make.customer(name="远航"), "李娜")
    make.customer(name="华信")
    assert told in refuse("services", file("a.csv", SERVICES + row + "\n")).problems[0]


def test_products_in_categories_and_their_stock(bring, refuse, file):
    path = file("p.csv", 'number,name,category,price,discontinued,quantity\nP1,终端,硬件,"1,200.50",否,7\n')
    refuse("products", path)
    twice(bring, "products", path, "--create-missing")
    product = Product.objects.get()
    assert (product.category, str(product.price)) == (Category.objects.get(name="硬件"), "1200.50")
    stock = ("stock", path, "--map", "number=product", "--set", "warehouse=上海仓", "--set", "bin=A-01")
    twice(bring, *stock, "--create-missing")
    assert [*Stock.objects.values_list("product__name", "warehouse__name", "bin", "quantity")] == [
        ("终端", "上海仓", "A-01", 7)
    ]


def test_people_cannot_log_in_until_they_get_a_password(bring, file):
    rows = "username,name,role,department,email\nli.wei,李伟,客户经理,新部门,li@example.com\n"
    twice(bring, "users", file("u.csv", rows), "--create-missing")
    person = User.objects.get(username="li.wei")
    assert (person.role.name, person.department) == ("客户经理", Department.objects.get(name="新部门"))
    assert not person.has_usable_password()
    assert Entry.objects.filter(action="accounts.user.import", title="李伟").count() == 1


def test_the_role_of_somebody_who_is_there_already_stays(bring, file, cast):
    outcome = bring("users", file("u.csv", "username,name,role\nann,安娜,系统管理员\n"))
    cast.ann.refresh_from_db()
    assert (cast.ann.name, cast.ann.role.name) == ("安娜", "客户经理")
    assert "1 records keep their own “role”" in outcome.text


def test_user_names_are_made_from_names(bring, file):
    make.user("zhangwei", name="章伟")
    rows = "name,department\n张伟,一部\n张玮,一部\n单田芳,二部\nAnne Dodsworth,二部\n张伟,二部\n"
    twice(bring, "users", file("u.csv", rows), "--create-missing")
    made = [
        *User.objects.filter(department__name__in=["一部", "二部"]).order_by("pk").values_list("username", flat=True)
    ]
    assert made == ["zhangwei2", "zhangwei3", "shantianfang", "annedodsworth", "zhangwei4"]


def test_a_name_without_letters_needs_a_user_name(refuse, file):
    assert "“user name”: This field cannot be blank." in refuse("users", file("u.csv", "name\n☆☆\n")).problems[0]
