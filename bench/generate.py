"""Fill an empty PostgreSQL database with a large company's data, the same at every run.

    createdb bench
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/generate.py [--customers 100000] [--names FILE]

100,000 customers make 150,000 contacts, 300,000 dealings, 200,000 chances with 360,000 plan steps, 300,000 orders with
1,000,000 lines, 50,000 service requests and 400,000 log entries, looked after by 400 account managers in departments of
twenty: a larger company has more people, not busier ones. Everything is arithmetic on the running number, made by the
server itself with generate_series (data.sql); nothing is random. FILE is a list of company names, one a line;
without it a few hundred are made up.
"""

import argparse
import io
import os
import sys
import time
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
os.environ["STATEMENT_TIMEOUT_MS"] = "0"  # the index of the search alone takes minutes
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from filing import file_everything, without_indexes  # noqa: E402

from apps.auth.models import Department, Role, User  # noqa: E402
from apps.basedata.models import Category, DictItem, Product, Stock, Warehouse  # noqa: E402
from apps.core.models import Entry  # noqa: E402
from apps.customers.models import Activity, Contact, Customer, Order, OrderLine  # noqa: E402
from apps.marketing.models import Chance, PlanStep  # noqa: E402

PRODUCTS, LEAST_MANAGERS, CUSTOMERS_EACH, TEAM = 500, 40, 250, 20
WORDS = {
    "surnames": "王 李 张 刘 陈 杨 黄 吴 赵 周 徐 孙 马 朱 胡 林 郭 何 高 罗 郑 梁 谢 宋 "
    "唐 许 邓 冯 韩 曹 曾 彭 肖 蔡 潘 田 董 袁 于 余 蒋 叶 杜 苏 魏 程 吕 丁 "
    "沈 任 姚 卢 钟 姜 崔 谭 廖 范 汪 陆 金 石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 "
    "秦 白 毛 江 闫 薛 尹 付",
    "given": "伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀 霞 平 刚 桂 英 华 玉 "
    "兰 红 建 国 志 文 丽 辉 鹏 飞 鑫 波 斌 宇 浩 凯",
    "places": "上海 杭州 苏州 北京 天津 广州 深圳 武汉 成都 西安",
    "trades": "物流 医药 食品 电子 机械 商贸 服饰 科技 建材 化工",
}
MADE_UP = [first + second for first in "星柏云澄启乐锦沐晨泽森瀚禾铭博" for second in "澜瑞栖海岳禾川风屿普澈宇芯朗恒"]
LARGE = (Order, OrderLine, Customer, Contact, Activity, Chance, PlanStep, Entry)
TYPES = {
    "region": "region",
    "kind": "activity_kind",
    "source": "source",
    "failure": "failure_reason",
    "loss": "loss_reason",
    "service": "service_type",
}


def first_item(type: str) -> int:
    """The key of the first item of a dictionary type; base data gives a type consecutive keys."""
    return DictItem.objects.filter(type=type).order_by("pk").values_list("pk", flat=True)[0]


def next_key(table: str) -> int:
    """The key the next row of a table will have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return cursor.fetchone()[0] + 1


def people(managers: int) -> dict[str, int]:
    """A supervisor over all, one over the first department, an executive, an administrator, departments of managers."""
    head = Department.objects.create(name="总部")
    manager, boss, chief, admin = (
        Role.objects.get(name=name) for name in ("客户经理", "销售主管", "高管", "系统管理员")
    )
    below = [Department.objects.create(name=f"销售{place}部", parent=head) for place in range(1, managers // TEAM + 1)]
    User.objects.create(username="bench-chief", name="高管", role=chief, department=head)
    User.objects.create(username="bench-admin", name="管理员", role=admin, department=head)
    User.objects.create(username="bench-lead", name="部门主管", role=boss, department=below[0])
    supervisor = User.objects.create(username="bench-boss", name="主管", role=boss, department=head)
    made = User.objects.bulk_create(
        User(username=f"bench-{place}", name=f"经理{place}", role=manager, department=below[place // TEAM])
        for place in range(managers)
    )
    return {"boss": supervisor.pk, "owner": made[0].pk}


def goods() -> int:
    """Five hundred products of twenty categories, all of them in stock."""
    kinds = Category.objects.bulk_create(Category(name=f"类别{place}") for place in range(20))
    made = Product.objects.bulk_create(
        Product(number=f"P{place:05d}", name=f"产品{place}", unit="台", price=100, category=kinds[place % 20])
        for place in range(PRODUCTS)
    )
    place = Warehouse.objects.create(name="中心仓")
    Stock.objects.bulk_create(Stock(product=one, warehouse=place, bin="A", quantity=10**6) for one in made)
    return made[0].pk


def company_names(file: Path | None) -> list[str]:
    """The names companies are made from: those of the file, or the made-up ones."""
    given = file.read_text(encoding="utf-8-sig").splitlines()[3:] if file else []
    return [name.strip() for name in given if name.strip()] or MADE_UP


@transaction.atomic
def fill(customers: int, names: list[str]) -> None:
    """Make everything in one transaction; what refers to what is known, so no reference is looked up again."""
    managers = max(LEAST_MANAGERS, customers // CUSTOMERS_EACH)
    keys = people(managers) | {name: first_item(type) for name, type in TYPES.items()}
    keys |= {"customer": next_key("cst_customer"), "order": next_key("orders"), "product": goods()}
    keys |= {f"{one._meta.model_name}_kind": ContentType.objects.get_for_model(one).pk for one in (Customer, Order)}
    sizes = {"customers": customers, "managers": managers, "products": PRODUCTS, "words": len(names)}
    words = {name: f"(ARRAY{text.split()})" for name, text in WORDS.items()}
    work = (HERE / "data.sql").read_text().format(**keys, **sizes, **words)
    with connection.cursor() as cursor, without_indexes(*LARGE):
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TEMPORARY TABLE bench_name (place int, name text) ON COMMIT DROP")
        lines = io.StringIO("".join(f"{place}\t{name}\n" for place, name in enumerate(names)))
        cursor.copy_from(lines, "bench_name")
        for statement in work.split(";\n"):
            if name := statement.partition("INSERT INTO ")[2].partition(" ")[0]:
                began = time.monotonic()
                cursor.execute(statement)
                print(f"{time.monotonic() - began:6.1f} s  {cursor.rowcount:>10,}  {name}", flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--names", type=Path)
    given = options.parse_args()
    start = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("seed_base", verbosity=0)
    if Customer.everything.exists():
        sys.exit("This database already has customers. Use an empty one.")
    fill(given.customers, company_names(given.names))
    file_everything()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{time.monotonic() - start:6.1f} s in all")
