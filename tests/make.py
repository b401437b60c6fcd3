"""Factories of the tests: plain functions that make the smallest valid thing, through the same actions as the pages."""

from contextlib import contextmanager
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from apps.auth.models import Department, Role, User
from apps.basedata.models import DictItem, Product, Stock, Warehouse
from apps.core import actions
from apps.core.audit import renew
from apps.customers.models import Activity, Contact, Customer
from apps.kit.hash_chain import lock
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest

PASSWORD = "correct-horse-battery"


def item(type: str, value: str | None = None) -> DictItem:
    """A dictionary item of a type: the named one, else the first."""
    rows = DictItem.objects.of(type)
    return rows.get(value=value) if value else rows[0]


@contextmanager
def rewriting():
    """Move entries to another day, which the product cannot: the log's lock is off inside."""
    with connection.cursor() as cursor:
        for moment in ("IMMEDIATE", "DEFERRED") if connection.vendor == "postgresql" else ():
            cursor.execute(f"SET CONSTRAINTS ALL {moment}")
    lock.remove()
    yield
    lock.install()


def department(name: str, parent=None) -> Department:
    return Department.objects.create(name=name, parent=parent)


def user(username: str, role: str | None = None, department=None, **fields) -> User:
    """A person in one of the ready-made roles, by its Chinese name."""
    found = Role.objects.get(name=role) if role else None
    return User.objects.create_user(
        username, PASSWORD, **{"name": username.title(), "role": found, "department": department} | fields
    )


def stored(record, by=None):
    """Store a record as the system would, without asking for anybody's rights."""
    record.created_by = by
    record.begin(by)
    record.save()
    renew([record])
    return record


def customer(owner=None, name: str = "华信贸易有限公司", **fields) -> Customer:
    return stored(Customer(name=name, owner=owner, **{"region": item("region")} | fields), by=owner)


def contact(customer, name: str = "王芳", **fields) -> Contact:
    return stored(Contact(customer=customer, name=name, **fields), by=customer.owner)


def activity(customer, by, title: str = "电话回访", **fields) -> Activity:
    return actions.create(Activity(customer=customer, kind=item("activity_kind"), title=title, **fields), by=by)


def chance(by, title: str = "采购仓储系统", **fields) -> Chance:
    given = {"customer_name": "远航物流", "source": item("source"), "description": "需要一套仓储系统"}
    return stored(Chance(title=title, **given | fields), by=by)


def developing(by, to, **fields) -> Chance:
    """A chance assigned and in development."""
    given = {
        "status": Chance.Status.DEVELOPING,
        "assignee": to,
        "assigned_by": by,
        "assigned_at": timezone.now(),
    }
    return chance(by, **given | fields)


def product(number: str = "P-001", name: str = "智能终端", price="100", **fields) -> Product:
    return stored(Product(number=number, name=name, price=Decimal(price), unit="台", **fields))


def stock(product, quantity, warehouse: str = "上海仓", bin: str = "A-01") -> Stock:
    found = Warehouse.objects.filter(name=warehouse).first() or stored(Warehouse(name=warehouse))
    return stored(Stock(product=product, warehouse=found, bin=bin, quantity=Decimal(quantity)))


def service(by, customer, title: str = "设备无法开机", **fields) -> ServiceRequest:
    given = {"type": item("service_type"), "request": "上电后没有反应"}
    return stored(ServiceRequest(title=title, customer=customer, **given | fields), by=by)
