"""Who works in the demo company and what it sells."""

from dataclasses import dataclass
from decimal import Decimal

import time_machine
from django.db import transaction

from apps.auth.models import Department, Role, User
from apps.basedata.models import Category, Parameter, Product, Stock, Warehouse
from apps.core import actions
from apps.core.models import Notification
from apps.customers.actions import valuing
from apps.customers.actions.radar import scan_rhythms
from apps.demo import chances, customers, orders, services, words
from apps.demo.story import DAYS, Story

PASSWORD = "keyou-demo"  # noqa: S105 said on the login page of every demo
EAST, NORTH = "华东销售部", "华北销售部"
PEOPLE = [
    ("admin", "周静", "系统管理员", None),
    ("wu", "吴志远", "高管", None),
    ("chen", "陈建国", "销售主管", EAST),
    ("li", "李娜", "客户经理", EAST),
    ("wang", "王磊", "客户经理", EAST),
    ("liu", "刘洋", "服务工程师", EAST),
    ("zhao", "赵敏", "销售主管", NORTH),
    ("zhang", "张伟", "客户经理", NORTH),
]


@dataclass
class Company:
    """Everybody by user name, and the goods."""

    people: dict[str, User]
    products: list[Product]

    @property
    def managers(self) -> list[User]:
        return [self.people[name] for name in ("li", "wang", "zhang")]

    def supervisor_of(self, person: User) -> User:
        return self.people["chen" if person.department.name == EAST else "zhao"]


@transaction.atomic
def found_company() -> None:
    """The whole story, from the first day to this morning."""
    story = Story()
    with time_machine.travel(story.moment(DAYS + 10), tick=False):
        company = Company(hire(), [])
        company.products += stock_up(story, company.people["admin"])
    served = customers.plan(story, company)
    chances.plan(story, company, served)
    services.plan(story, company, served)
    orders.plan(story, company, served)
    story.play()
    Parameter.objects.filter(code=Parameter.CHURN_RHYTHM).update(value=1)
    scan_rhythms()
    valuing.refresh()
    Notification.objects.filter(entry__at__lt=story.moment(3)).update(read_at=story.now)  # but for the last days'


def hire() -> dict[str, User]:
    departments = {name: Department.objects.get_or_create(name=name)[0] for name in (EAST, NORTH)}
    return {
        username: User.objects.create_user(
            username,
            PASSWORD,
            name=name,
            role=Role.objects.get(name=role),
            department=departments.get(department),
            email=f"{username}@keyou.example",
            mobile=f"1390000{place:04d}",
            phone=f"021-60000000转{8000 + place}",
            is_demo=True,
        )
        for place, (username, name, role, department) in enumerate(PEOPLE, 1)
    }


def stock_up(story: Story, admin: User) -> list[Product]:
    """Thirty products in six categories, each in two of the three warehouses."""
    warehouses = [actions.create(Warehouse(name=name, address=address), by=admin) for name, address in words.WAREHOUSES]
    products = []
    for number, (category, goods) in enumerate(words.GOODS.items(), 1):
        kind = actions.create(Category(name=category), by=admin)
        for place, (name, model, price) in enumerate(goods, 1):
            unit = "次" if model.startswith("SV") else "套" if price > 15000 else "台" if price > 100 else "包"
            product = Product(number=f"P{number}{place:02d}", name=name, model=model, unit=unit, category=kind)
            product.price = Decimal(price)
            products.append(actions.create(product, by=admin))
            for warehouse in story.random.sample(warehouses, 2):
                lying = Stock(product=products[-1], warehouse=warehouse, bin=f"{story.pick('ABCD')}-{place:02d}")
                lying.quantity = words.reserve(product.price) + story.random.randrange(9)
                actions.create(lying, by=admin)
    return products
