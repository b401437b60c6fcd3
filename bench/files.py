"""Files out and in, each in a process of its own: rows per second, and the memory above an idle process.

python bench/files.py export | bare | import
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import resolve, reverse  # noqa: E402
from rustpy_xlsxwriter import FastExcel  # noqa: E402

from apps.auth.models import User  # noqa: E402
from apps.customers.models import Customer  # noqa: E402
from apps.kit.exporting.writing import write  # noqa: E402
from apps.kit.importing.kinds import kinds  # noqa: E402
from apps.kit.importing.mapping import Mapping  # noqa: E402
from apps.kit.importing.run import Wish, import_rows  # noqa: E402
from apps.kit.importing.source import Source  # noqa: E402

IMPORTED = 20_000
BARE = """SELECT c.name, c.number, c.status, r.item AS region, c.level, u.name AS owner, c.next_date, c.next_step,
    c.phone, c.last_order_date, c.order_total::float, c.satisfaction, c.credit, c.address, c.postcode, c.fax, c.website,
    c.licence_no, c.legal_representative, c.registered_capital::float, c.annual_turnover::float, c.bank,
    c.bank_account, c.local_tax_no, c.national_tax_no
    FROM cst_customer c LEFT JOIN sys_user u ON u.id = c.owner_id LEFT JOIN bas_dict r ON r.id = c.region_id
    WHERE c.deleted_at IS NULL ORDER BY c.id DESC"""


def boss() -> User:
    return User.objects.get(username="bench-boss")


def exported() -> int:
    """All customers through the product's own export."""
    address = reverse("customers:customer-export")
    request = RequestFactory().get(address)
    request.user = boss()
    match = resolve(address)
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(request)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write(view.table(view.chosen()), "customers", file.name)
    return Customer.objects.count()


def bare() -> int:
    """The same cells by bare SQL into the fastest writer."""
    with connection.cursor() as cursor, tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        cursor.execute(BARE)
        header = [column.name for column in cursor.description]
        lines = (dict(zip(header, line, strict=True)) for line in iter(cursor.fetchone, None))
        FastExcel(file.name).sheet("customers", lines).save()
        return cursor.rowcount


def imported() -> int:
    """New customers, each checked and made and then given up, as a dry run does."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write("name,region,level,phone,address\n")
        file.writelines(
            f"导入测试{n}有限公司,华东,{1 + n % 5},021-{n:08d},上海市中山路{n}号\n" for n in range(IMPORTED)
        )
        file.flush()
        report, _plan = import_rows(
            kinds()["customers"], Source(Path(file.name), "", "", 1), Mapping(), Wish(boss(), dry=True)
        )
    if report.refused:
        sys.exit(f"{report.refused} rows are refused: {report.problems}")
    return IMPORTED


def memory() -> float:
    """The most this process has held so far, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    work = {"export": exported, "bare": bare, "import": imported}[sys.argv[1]]
    boss()
    resolve(reverse("customers:customer-export"))  # a server has its addresses loaded
    idle, began = memory(), time.perf_counter()
    count = work()
    print(f"{count / (time.perf_counter() - began):.0f} {memory() - idle:.0f}")
