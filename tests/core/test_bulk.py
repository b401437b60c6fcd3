"""Many rows of a list at once: the same steps, done or refused record by record, exactly those that were named (Z9)."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from apps.core.models import Batch, Entry, Notification
from apps.customers.models import Customer, Level
from apps.kit.bulk import views
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest
from tests import access, make
from tests.core.test_undo import offered
from tests.test_every_page import registered

pytestmark = pytest.mark.django_db
CHANCES = "/marketing/chances/"
CUSTOMERS = "/customers/customers/"


def keys(records) -> str:
    return ",".join(str(record.pk) for record in records)


@pytest.fixture
def chances(cast):
    return [make.chance(by=cast.boss, title=f"机会{number}") for number in range(3)]


@pytest.fixture
def boss(cast, as_):
    return as_(cast.boss)


def assigned_to(person) -> int:
    return Chance.objects.filter(assignee=person).count()


def test_each_is_assigned_or_says_why_not(cast, boss, chances):
    taken = make.developing(by=cast.boss, to=cast.bob, title="别人的")
    answer = boss.post(f"{CHANCES}bulk/assign/", {"keys": keys([*chances, taken]), "to": cast.ann.pk}, follow=True)
    batch = Batch.objects.get()
    assert (batch.by, batch.done, batch.entries.count()) == (cast.boss, 3, 3)
    [[name, _address, reason]] = answer.context["refused"]
    assert name == "别人的"
    assert "开发中" in reason
    assert (assigned_to(cast.ann), assigned_to(cast.bob)) == (3, 1)


def test_one_message_tells_of_all_and_leads_to_them(cast, as_, boss, chances):
    boss.post(f"{CHANCES}bulk/assign/", {"keys": keys(chances), "to": cast.ann.pk})
    message = Notification.objects.get()
    assert (message.to, message.count) == (cast.ann, 3)
    page = as_(cast.ann).post(f"/account/messages/{message.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == Batch.objects.get().get_absolute_url()
    [share] = page.context["shares"]
    assert (share.person, share.count) == (cast.ann, 3)


def test_a_report_shows_others_only_what_they_may_read(cast, as_, boss, chances):
    taken = make.developing(by=cast.boss, to=cast.boss, title="保密")
    boss.post(f"{CHANCES}bulk/assign/", {"keys": keys([*chances, taken]), "to": cast.ann.pk})
    report = Batch.objects.get().get_absolute_url()
    far = make.user("far", "销售主管", cast.bob.department)
    assert "保密" in boss.get(report).content.decode()
    assert "保密" not in as_(cast.ann).get(report).content.decode()
    seen = as_(far).get(report).content.decode()
    assert "保密" not in seen
    assert "机会0" not in seen
    assert as_(cast.bob).get(report).status_code == 404


def test_all_of_them_come_back_at_once(cast, boss, chances):
    answer = boss.post(f"{CHANCES}bulk/assign/", {"keys": keys(chances), "to": cast.ann.pk}, follow=True)
    boss.post(offered(answer))
    assert set(Chance.objects.values_list("status", "assignee")) == {("unassigned", None)}
    told = Notification.objects.filter(entry__action="marketing.chance.undo")
    assert [(message.to, message.count) for message in told] == [(cast.ann, 3)]


def test_what_moved_on_stays_and_the_rest_comes_back(cast, as_, chances):
    answer = as_(cast.boss).post(f"{CHANCES}bulk/assign/", {"keys": keys(chances), "to": cast.ann.pk}, follow=True)
    as_(cast.ann).post(chances[0].page("do-lose"), {"reason": make.item("failure_reason").pk})
    report = as_(cast.boss).post(offered(answer), follow=True)
    assert [name for name, _address, _reason in report.context["refused"]] == ["机会0"]
    assert list(Chance.objects.order_by("pk").values_list("status", flat=True)) == ["lost", "unassigned", "unassigned"]


def test_all_means_all_pages_of_the_filter_and_not_one_that_comes_later(cast, boss):
    wanted = [make.chance(by=cast.boss, title=f"冷库{number}") for number in range(30)]
    make.chance(by=cast.boss, title="别的")
    page = boss.get(f"{CHANCES}bulk/assign/?q=冷库&all=1&tick={wanted[0].pk}")
    later = make.chance(by=cast.boss, title="冷库后来的")
    assert page.context["keys"] == keys(wanted)
    form = {"keys": page.context["keys"], "to": cast.ann.pk}
    answer = boss.post(f"{CHANCES}bulk/assign/?q=冷库&all=1", form)
    assert answer.url == f"{CHANCES}?q=%E5%86%B7%E5%BA%93"
    assert assigned_to(cast.ann) == 30
    later.refresh_from_db()
    assert later.assignee is None


def test_what_one_may_not_read_is_not_touched(cast, as_, boss, chances):
    foreign = make.chance(by=cast.bob)
    answer = boss.post(f"{CHANCES}bulk/assign/", {"keys": keys([chances[0], foreign]), "to": cast.ann.pk}, follow=True)
    foreign.refresh_from_db()
    assert foreign.assignee is None
    assert [name for name, *_rest in answer.context["refused"]] == [f"#{foreign.pk}"]
    assert boss.get(f"{CHANCES}bulk/assign/?tick={foreign.pk}").context["keys"] == ""


def test_a_value_is_set_by_the_edit_each_may_make(cast, as_):
    mine, theirs = make.customer(owner=cast.ann), make.customer(owner=cast.bob)
    form = {"keys": keys([mine, theirs]), "level": Level.MAJOR}
    report = as_(cast.ann).post(f"{CUSTOMERS}bulk/set-level/", form, follow=True)
    assert list(Customer.objects.order_by("pk").values_list("level", flat=True)) == [Level.MAJOR, Level.REGULAR]
    assert Entry.objects.get(action="customers.customer.edit").changes == {"level": [1, 3]}
    assert len(report.context["refused"]) == 1
    as_(cast.ann).post(Batch.objects.get().undo_url())
    mine.refresh_from_db()
    assert mine.level == Level.REGULAR


def test_what_must_stay_is_not_deleted(cast, boss):
    customer = make.customer(owner=cast.ann)
    new = make.service(by=cast.ann, customer=customer)
    busy = make.service(by=cast.ann, customer=customer, assignee=cast.ann, status="assigned")
    answer = boss.post("/service/requests/bulk/delete/", {"keys": keys([new, busy])}, follow=True)
    assert list(ServiceRequest.objects.all()) == [busy]
    assert [name for name, *_rest in answer.context["refused"]] == [str(busy)]
    boss.post(Batch.objects.get().undo_url())
    assert ServiceRequest.objects.count() == 2


def test_the_ticked_rows_are_exported_and_no_others(cast, boss):
    first, _second, third = [make.customer(owner=cast.ann, name=name) for name in ("甲公司", "乙公司", "丙公司")]
    answer = boss.get(f"{CUSTOMERS}export/?q=无&tick={first.pk}&tick={third.pk}")
    lines = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()[1:]
    assert {line[0] for line in lines} == {"甲公司", "丙公司"}


def test_too_many_or_none_are_refused_in_words(cast, boss, chances, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", 2)
    for given in (keys(chances), "", "x,-1"):
        answer = boss.post(f"{CHANCES}bulk/assign/", {"keys": given, "to": cast.ann.pk})
        assert answer.status_code == 409
        assert answer.context["late"]
    assert assigned_to(cast.ann) == 0


def test_a_form_that_is_not_filled_in_comes_back_with_its_records(boss, chances):
    answer = boss.post(f"{CHANCES}bulk/reassign/", {"keys": keys(chances), "reason": "调整"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"to"}
    assert f'name="keys" value="{keys(chances)}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["boss", "ann", "eng", "chief"])
def test_a_list_offers_exactly_what_the_person_may_do(cast, as_, name):
    client, checked = as_(cast[name]), 0
    for one in registered():
        if one.page.role == "list" and one.held_by(name):
            offers = {offer.address for offer in client.get(f"/{one.pages.app}/{one.pages.slug}/").context["bulk"]}
            mine = [page for page in registered() if page.pages is one.pages and page.held_by(name)]
            addresses = {page.url_name.partition(f"{one.pages.name}-bulk-")[2] for page in mine} - {""}
            expected = {f"bulk/{address}/" for address in addresses}
            assert offers - {"export/"} == expected
            assert ("export/" in offers) == ("core.export_rows" in access.MATRIX[name])
            checked += len(offers)
    assert checked or name == "eng"


def test_a_report_opens_only_for_who_knows_one_of_its_records(cast, as_, boss, chances):
    boss.post(f"{CHANCES}bulk/assign/", {"keys": keys(chances), "to": cast.ann.pk})
    batch = Batch.objects.get()
    other = make.user("other", "销售主管", cast.bob.department)  # the same right, another department
    assert other.has_perm(batch.right)
    assert as_(other).get(batch.get_absolute_url()).status_code == 404
    assert as_(other).post(batch.undo_url()).status_code == 404
    assert assigned_to(cast.ann) == 3
    colleague = make.user("colleague", "销售主管", cast.ann.department)
    assert as_(colleague).get(batch.get_absolute_url()).status_code == 200


def test_a_report_names_nothing_that_went_into_the_bin_for_good(cast, as_, boss):
    stays = [make.chance(by=cast.boss, title=f"机会{number}") for number in range(2)]
    taken = make.developing(by=cast.boss, to=cast.bob, title="别人的")
    boss.post(f"{CHANCES}bulk/assign/", {"keys": keys([*stays, taken]), "to": cast.ann.pk})
    for record in (stays[0], taken):
        Chance.objects.filter(pk=record.pk).update(deleted_at=record.created_at, created_by=cast.bob, assignee=None)
    page = boss.get(Batch.objects.get().get_absolute_url())
    assert "机会0" not in page.content.decode()
    assert "机会1" in page.content.decode()
    [[name, address, reason]] = page.context["refused"]
    assert (name, address) == ("您已无权查看的内容", "")
    assert reason
