"""Customers from files: what is stored, what is refused and why, and doing it again (C1, B1, P5, B8, B9)."""

import csv

import pytest
from django.utils import timezone

from apps.basedata.models import DictItem
from apps.core.models import Entry, running_number
from apps.customers.models import Customer
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
GOOD = "number,name,region,level\nA1,华信贸易,华东,3\nA2,远航物流,华北,1\n"


def entries(action: str = "customers.customer.import"):
    return Entry.objects.filter(action=action)


def test_rows_become_customers_with_their_own_numbers_each_on_record(bring, file):
    outcome = bring("customers", file("a.csv", GOOD))
    assert "customers: 2 new, 0 changed, 0 unchanged" in outcome.text
    one = Customer.objects.get(number="A1")
    assert (one.name, one.region.item, one.level, one.credit, one.version) == ("华信贸易", "华东", 3, 3, 1)
    entry = entries().get(customer=one)
    assert (entry.title, entry.by, entry.object, entry.version) == ("华信贸易", None, one, 1)
    assert entry.note.startswith("DR")
    assert entry.note.endswith(" a.csv")


def test_customers_without_a_number_get_one_each_without_gaps(bring, file):
    bring("customers", file("a.csv", "name,region\n" + "".join(f"公司{n},华东\n" for n in range(1200))))
    day = f"KH{timezone.localdate():%y%m%d}"
    numbers = Customer.objects.order_by("pk").values_list("number", flat=True)
    assert [*numbers] == [f"{day}{n:04d}" for n in range(1, 1201)]
    assert make.customer().number == f"{day}1201"


def test_numbers_a_file_brings_along_are_not_given_out_again(bring, file):
    day = f"KH{timezone.localdate():%y%m%d}"
    bring("customers", file("a.csv", f"number,name,region\n{day}0007,甲,华东\n"))
    assert running_number("KH") == f"{day}0008"


def test_importing_again_changes_nothing(bring, file):
    path = file("a.csv", GOOD)
    bring("customers", path)
    outcome = bring("customers", path)
    assert "customers: 0 new, 0 changed, 2 unchanged" in outcome.text
    assert [one.version for one in Customer.objects.all()] == [1, 1]
    assert entries().count() == 2


def test_importing_a_changed_file_changes_what_differs_and_says_what(bring, file):
    bring("customers", file("a.csv", GOOD))
    outcome = bring("customers", file("a.csv", GOOD.replace("华东,3", "华南,3") + "A3,新公司,华东,1\n"))
    assert "customers: 1 new, 1 changed, 1 unchanged" in outcome.text
    one = Customer.objects.get(number="A1")
    assert (one.region.item, one.version) == ("华南", 2)
    entry = entries().filter(customer=one).first()
    assert (entry.version, list(entry.changes), entry.changes["region"][2:]) == (2, ["region"], ["华东", "华南"])


def test_an_empty_cell_leaves_what_is_there(bring, file):
    bring("customers", file("a.csv", "number,name,region,phone\nA1,华信,华东,021-1\n"))
    bring("customers", file("a.csv", "number,name,region,phone\nA1,,,\n"))
    assert Customer.objects.get().phone == "021-1"


def test_without_a_number_the_name_says_which_customer_is_meant(bring, file):
    path = file("a.csv", "name,region,phone\n华信贸易,华东,1\n")
    bring("customers", path)
    bring("customers", file("a.csv", "name,phone\n华信贸易,2\n"))
    assert [(one.phone, one.version) for one in Customer.objects.all()] == [("2", 2)]


def test_a_name_that_two_customers_have_says_nothing(refuse, file):
    for _twin in range(2):
        make.customer(name="华信贸易")
    outcome = refuse("customers", file("a.csv", "name,phone\n华信贸易,2\n"))
    assert outcome.problems == ["Line 2, column “name”: More than one record has the same customer name."]


def test_one_bad_row_and_nothing_is_stored(refuse, file):
    rows = "".join(f"B{n},公司{n},华东,1\n" for n in range(1500))
    outcome = refuse("customers", file("a.csv", GOOD + rows + "A3,坏公司,nowhere,9\n"))
    assert outcome.problems == [
        "Line 1504, column “level”: “9” is none of: Regular, Promising, Major account, Partner, Strategic partner.",
        "Line 1504, column “region”: Nothing is called “nowhere” here, or you may not choose it.",
    ]
    assert outcome.refusal == "1 of 1503 rows are refused. Nothing was stored."
    assert not Customer.objects.exists()
    assert not entries().exists()


BAD = """number,name,region,level,phone,registered_capital
A1,华信贸易,华东,3,021-1,100
,无号公司,华东,1,,
A3,,华东,1,,
A4,四号公司,,1,,
A5,五号公司,华东,1,,abc
A6,六号公司,华东,1,,-5
A7,七号公司,华东,1,{long},
A1,又是一号,华东,1,,
""".format(long="1" * 51)


def test_every_bad_row_is_told_with_line_column_and_reason(refuse, file):
    outcome = refuse("customers", file("a.csv", BAD), "--map", "phone=phone")
    assert outcome.problems == [
        "Line 3, column “number”: This field cannot be blank.",
        "Line 4, column “name”: This field cannot be blank.",
        "Line 5, column “region”: This field cannot be blank.",
        "Line 6, column “registered_capital”: “abc” is not understood. Write it like: 5 million, 5,000,000 yuan.",
        "Line 7, column “registered_capital”: This is not below zero.",
        "Line 8, column “phone”: Ensure this value has at most 50 characters (it has 51).",
        "Line 9, column “number”: Line 2 has the same customer number already.",
    ]


def test_of_very_many_problems_the_first_thousand_are_listed(refuse, file, tmp_path):
    rejects = tmp_path / "rejects.csv"
    rows = "number,name,region\n" + "".join(f"A{n},华信,无{n}\n" for n in range(1200))
    outcome = refuse("customers", file("a.csv", rows), "--rejects", rejects)
    assert len(outcome.problems) == 1001
    assert outcome.problems[-1] == "… and 200 more; --rejects FILE tells all."
    assert len(rejects.read_text(encoding="utf-8-sig").splitlines()) == 1201


def test_equal_reasons_are_one_line_with_how_many_rows_the_first_of_them_and_the_file(refuse, file):
    rows = "number,name,region\n" + "".join(f"A{n},,华东\n" for n in range(1200)) + "B,华信,nowhere\n"
    outcome = refuse("customers", file("a.csv", rows))
    assert outcome.problems == [
        "Line 2, column “name”: This field cannot be blank. — 1,200 rows of a.csv, this is the first",
        "Line 1202, column “region”: Nothing is called “nowhere” here, or you may not choose it.",
    ]


@pytest.mark.parametrize("dry", [(), ("--dry",)])
def test_a_refused_run_does_not_say_that_anything_was_added(refuse, file, dry):
    outcome = refuse("customers", file("a.csv", GOOD + "A3,坏公司,nowhere,9\n"), *dry)
    assert " new" not in outcome.text
    assert "2 rows are good; they would have been stored." in outcome.text


def test_reasons_are_told_in_the_language_of_who_imports(refuse, file, cast, settings):
    cast.boss.language = "zh-hans"
    cast.boss.save()
    outcome = refuse("customers", file("a.csv", "number,name,region\nA1,,华东\n"), "--by", "boss")
    assert "请填写这一项" in outcome.problems[0]


def test_good_rows_are_stored_beside_bad_ones_if_wished_and_the_bad_ones_can_be_mended(bring, file, tmp_path):
    rejects = tmp_path / "rejects.csv"
    outcome = bring("customers", file("a.csv", BAD), "--keep-good", "--rejects", rejects)
    assert "8 rows read, 7 refused" in outcome.text
    assert Customer.objects.get().number == "A1"
    text = rejects.read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(text.splitlines())
    assert header[-2:] == ["line", "why it was refused"]
    assert [row[-2] for row in rows] == ["3", "4", "5", "6", "7", "8", "9"]
    assert rows[3][-1] == "registered_capital: “abc” is not understood. Write it like: 5 million, 5,000,000 yuan."
    mended = "\n".join(text.splitlines()[:1] + [line for line in text.splitlines() if line.startswith("A5")])
    bring("customers", file("mended.csv", mended.replace("abc", "100")))
    assert Customer.objects.get(number="A5").registered_capital == 100


def test_a_row_that_is_stored_although_another_of_its_hundreds_is_bad_is_stored_once(bring, file):
    rows = "".join(f"B{n},公司{n},{'nowhere' if n % 100 == 7 else '华东'}\n" for n in range(1000))
    outcome = bring("customers", file("a.csv", "number,name,region\n" + rows), "--keep-good")
    assert "customers: 990 new" in outcome.text
    assert (Customer.objects.count(), entries().count()) == (990, 990)


def test_a_trial_stores_nothing_and_tells_the_same(bring, refuse, file):
    outcome = bring("customers", file("a.csv", GOOD), "--dry")
    assert "It would have been: customers: 2 new, 0 changed, 0 unchanged" in outcome.text
    assert "2 rows are good. Nothing was stored, as you asked." in outcome.text
    assert refuse("customers", file("a.csv", BAD), "--dry").problems
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "@cmd", "-2+3", "'=x", "＝1", '=HYPERLINK("x")', "\t=1", "+86 138 0000 0000", "-5", "'90s"],
)
def test_text_like_a_formula_stays_text_there_and_back(bring, file, workbook, tmp_path, text):
    rejects = tmp_path / "rejects.csv"
    path = workbook(["number", "name", "region", "phone"], ["A1", "华信", "nowhere", text])
    bring("customers", path, "--keep-good", "--rejects", rejects)
    written = rejects.read_text(encoding="utf-8-sig")
    [_header, row] = csv.reader(written.splitlines())
    assert row[3].startswith("'") is not (text in ("+86 138 0000 0000", "-5"))
    bring("customers", file("mended.csv", written.replace("nowhere", "华东", 1)))
    assert Customer.objects.get().phone == text.strip()


def test_a_missing_region_is_made_only_if_wished(bring, refuse, file):
    path = file("a.csv", "number,name,region\nA1,华信,火星\nA2,远航,火星\n")
    refuse("customers", path)
    bring("customers", path, "--create-missing")
    item = DictItem.objects.get(type="region", item="火星")
    assert (item.value, item.active) == ("火星", True)
    assert Customer.objects.filter(region=item).count() == 2
    assert entries("basedata.dictitem.create").count() == 1


def test_what_only_a_refused_row_wanted_is_not_made(bring, file):
    bring("customers", file("a.csv", "number,name,region\nA1,,火星\nA2,远航,华东\n"), "--keep-good", "--create-missing")
    assert not DictItem.objects.filter(item="火星").exists()


def test_what_a_refused_row_and_a_good_one_want_is_made_once(bring, file):
    path = file("a.csv", "number,name,region\nA1,,火星\nA2,远航,火星\n")
    bring("customers", path, "--keep-good", "--create-missing")
    assert Customer.objects.get().region_id == DictItem.objects.get(item="火星").pk


def test_a_retired_region_stays_where_it_is_and_is_chosen_no_more(bring, refuse, file):
    path = file("a.csv", "number,name,region\nA1,华信,华东\n")
    bring("customers", path)
    DictItem.objects.filter(type="region", item="华东").update(active=False)
    assert "1 unchanged" in bring("customers", path).text
    refuse("customers", file("b.csv", "number,name,region\nA2,远航,华东\n"))


def test_an_owner_is_named_by_user_name_or_name_and_must_be_one_who_may_have_customers(bring, refuse, file, cast):
    path = file("a.csv", "number,name,region,owner\nA1,甲,华东,ann\nA2,乙,华东,Bob\n")
    bring("customers", path, "--map", "owner=owner")
    assert [one.owner for one in Customer.objects.order_by("number")] == [cast.ann, cast.bob]
    outcome = refuse("customers", file("b.csv", "number,name,region,owner\nA3,丙,华东,chief\n"))
    assert outcome.problems == ["Line 2, column “owner”: Nothing is called “chief” here, or you may not choose it."]


def test_a_name_that_two_people_have_names_nobody(refuse, file, cast):
    for username in ("li1", "li2"):
        make.user(username, "客户经理", name="李伟")
    outcome = refuse("customers", file("a.csv", "number,name,region,owner\nA1,甲,华东,李伟\n"))
    assert outcome.problems == ["Line 2, column “owner”: “李伟” names more than one record. Give the number."]


def test_a_customer_in_the_recycle_bin_is_neither_doubled_nor_changed(refuse, file):
    one = make.customer()
    Customer.objects.filter(pk=one.pk).update(deleted_at=timezone.now())
    outcome = refuse("customers", file("a.csv", f"number,name,region\n{one.number},新名,华东\n"))
    assert outcome.problems == ["Line 2, column “number”: This record is in the recycle bin: restore it first."]


def test_columns_are_joined_translated_and_filled_up(bring, file):
    mapping = """
        constants = { region = "海外" }
        join = { address = ", " }
        values.level = { gold = "3" }
        [columns]
        ID = "number"
        Company = ["name", "legal_representative"]
        Street = "address"
        City = "address"
        Class = "level"
    """
    path = file("a.csv", "ID,Company,Street,City,Class\nA1,Acme,1 Main St,Berlin,gold\nA2,Best,,Paris,1\n")
    bring("customers", path, "--mapping", file("m.toml", mapping))
    found = Customer.objects.order_by("number").values_list("legal_representative", "address", "level", "region__item")
    assert [*found] == [("Acme", "1 Main St, Berlin", 3, "海外"), ("Best", "Paris", 1, "海外")]


def test_the_command_line_adds_to_a_mapping_file(bring, file):
    path = file("a.csv", "ID,Company,Town\nA1,Acme = Co,Berlin\n")
    mapping = file("m.json", '{"columns": {"ID": "number", "Company": "name"}}')
    bring("customers", path, "--mapping", mapping, "--map", "Town=address", "--set", "region=海外", "--set", "bank=a=b")
    assert [*Customer.objects.values_list("name", "address", "bank")] == [("Acme = Co", "Berlin", "a=b")]


def test_titles_that_are_names_of_fields_need_no_mapping_in_any_language(bring, file, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    outcome = bring("customers", file("a.csv", "Customer name,REGION,legal_representative,Something\n甲,华东,王五,x\n"))
    assert Customer.objects.get().legal_representative == "王五"
    assert "Something" in outcome.text


def test_a_row_that_may_be_there_already_is_taken_and_named(bring, file, cast):
    known = make.customer(owner=cast.bob, name="上海华信贸易有限公司", phone="021-55501234")
    rows = "华信贸易（上海）,华东,\n远航物流,华东,021 5550 1234\n别的公司,华东,\n上海遠航物流有限公司,华东,\n"
    outcome = bring("customers", file("a.csv", "name,region,phone\n" + rows), "--by", "boss")
    assert Customer.objects.count() == 5
    away = Customer.objects.get(name="远航物流")
    there = f"{known.number} {known.name}"
    assert outcome.problems[:2] == [
        f"Line 2: It may be there already: {there} · same company name",
        f"Line 3: It may be there already: {Customer.objects.get(name='上海遠航物流有限公司').pick_text()}"
        f" · same company name, {there} · same phone",
    ]
    assert outcome.problems[2] == f"Line 5: It may be there already: {away.pick_text()} · same company name"
