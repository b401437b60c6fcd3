"""Saved views and chosen columns: one's own, shared with a role, always within the reader's own reach."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from apps.auth.models import Role
from apps.customers.models import Customer, Level
from apps.kit.saved_views.columns import headers
from apps.kit.saved_views.models import ListChoice, SavedView
from tests import make
from tests.test_every_page import registered

pytestmark = pytest.mark.django_db
CUSTOMERS = "/customers/customers/"
CHANCES = "/marketing/chances/"


def texts(answer) -> list[str]:
    return [tab.text for tab in answer.context["look"].tabs]


def shown(answer) -> list[str]:
    return [column.name for column in answer.context["table"].columns]


def saved(client, query: str, name: str = "大客户", place: str = CUSTOMERS, **given) -> SavedView:
    client.post(f"{place}views/new/?{query}", {"name": name} | given)
    return SavedView.objects.get(name=name)


def test_a_view_keeps_what_the_filters_know_and_opens_as_it_was(cast, as_):
    make.customer(owner=cast.ann, name="大公司", level=Level.MAJOR)
    make.customer(owner=cast.ann, name="小公司")
    ann = as_(cast.ann)
    query = "level=3&region=nonsense&owner__password__startswith=a&page=9&sort=-name&columns=level,bank,name,nonsense"
    view = saved(ann, query)
    assert (view.query, view.columns) == ("level=3&sort=-name", "name,level,bank")
    page = ann.get(CUSTOMERS, follow=True)
    assert "大客户" in texts(page)
    [tab] = [tab for tab in page.context["look"].tabs if tab.view]
    page = ann.get(CUSTOMERS + tab.address)
    assert page.context["tab"] == tab
    assert [row.name for row in page.context["table"].page] == ["大公司"]
    assert shown(page) == ["name", "level", "bank"]
    assert not page.context["can_save"]
    assert ann.get(f"{CUSTOMERS}{tab.address}&q=x").context["can_save"]
    assert ann.get(f"{CUSTOMERS}?level=3").context["tab"] == tab, "the same filters, however one came by them"
    saved(ann, f"level=5&view={view.pk}")  # the same name again
    assert SavedView.objects.get().query == "level=5"


def test_the_list_opens_with_the_chosen_view_and_everything_is_one_click_away(cast, as_):
    ann = as_(cast.ann)
    view = saved(ann, "level=3", default="on")
    opened = ann.get(CUSTOMERS)
    assert opened.url == f"{CUSTOMERS}?level=3&view={view.pk}"
    assert ann.get(f"{CUSTOMERS}?view=all").context["tab"].text == "全部"
    ann.post(f"/views/{view.pk}/", {"name": "大的", "position": 1})
    assert ann.get(CUSTOMERS).status_code == 200
    assert SavedView.objects.get().name == "大的"
    ann.post(f"/views/{view.pk}/", {"name": "大的", "position": 1, "default": "on"})
    ann.post(f"/views/{view.pk}/delete/")
    assert ann.get(CUSTOMERS).status_code == 200
    assert not SavedView.objects.exists()


def test_a_shared_view_shows_each_their_own_and_is_changed_by_who_may_share(cast, as_):
    for owner in (cast.ann, cast.bob):
        make.developing(by=cast.boss, to=owner, title=f"机会 {owner}")
    managers = Role.objects.get(name="客户经理")
    view = saved(as_(cast.boss), "status=developing", place=CHANCES, shared_with=managers.pk)
    for person in (cast.ann, cast.bob):
        page = as_(person).get(f"{CHANCES}?status=developing&view={view.pk}")
        assert [row.title for row in page.context["table"].page] == [f"机会 {person}"]
        board = as_(person).get(f"{CHANCES}board/?status=developing&view={view.pk}")
        assert board.context["tab"].view == view
    answer = as_(cast.ann).post(f"/views/{view.pk}/", {"name": "meins", "default": "on"})
    assert answer.status_code == 302
    assert as_(cast.ann).post(f"/views/{view.pk}/delete/").status_code == 403
    view.refresh_from_db()
    assert view.name == "大客户"
    assert as_(cast.ann).get(CHANCES).status_code == 302
    for address in (f"/views/{view.pk}/", f"/views/{view.pk}/delete/"):
        assert as_(cast.eng).get(address).status_code == 404
    second = make.user("second", "销售主管", cast.bob.department)
    as_(second).post(f"/views/{view.pk}/", {"name": "大客户", "position": 1, "shared_with": ""})
    assert as_(second).get(f"/views/{view.pk}/").status_code == 404, "taken back from the role, it is its owner's alone"


def test_who_may_not_share_cannot(cast, as_):
    view = saved(as_(cast.ann), "level=3", shared_with=cast.ann.role.pk)
    assert view.shared_with is None


def test_views_change_places_and_have_one_name_each(cast, as_):
    ann = as_(cast.ann)
    first, second, third = [saved(ann, "level=3", name) for name in ("甲", "乙", "丙")]
    ann.post(f"/views/{third.pk}/", {"name": "丙", "position": 1})
    assert texts(ann.get(f"{CUSTOMERS}?view=all"))[-3:] == ["丙", "甲", "乙"]
    refused = ann.post(f"/views/{second.pk}/", {"name": "甲", "position": 2})
    assert refused.status_code == 422
    assert refused.context["form"]["name"].value() == "甲"
    assert first.pk


def test_columns_are_chosen_moved_and_exported(cast, as_):
    make.customer(owner=cast.ann, bank="工商银行", level=Level.MAJOR)
    ann = as_(cast.ann)
    form = {"order": ["bank", "level", "owner"], "shown": ["bank", "owner"]}
    moved = ann.post(f"{CUSTOMERS}columns/?q=", form | {"down": "bank"})
    assert [name for name, _header, _shown in moved.context["lines"]][:3] == ["level", "bank", "owner"]
    assert not ListChoice.objects.exists()
    answer = ann.post(f"{CUSTOMERS}columns/?level=3&columns=phone", form)
    assert answer.url == f"{CUSTOMERS}?level=3&columns=name,bank,owner"
    assert shown(ann.get(CUSTOMERS)) == ["name", "bank", "owner"]
    assert shown(ann.get(f"{CUSTOMERS}?columns=fax")) == ["name", "fax"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(ann.get(f"{CUSTOMERS}export/?columns=bank"))))
    assert sheet.get_sheet_by_index(0).to_python()[1] == ["华信贸易有限公司", "工商银行"]
    ann.post(f"{CUSTOMERS}columns/", {"reset": "1"})
    assert len(shown(ann.get(CUSTOMERS))) > 5
    assert Customer.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        {"columns": "password,owner__password,__class__"},
        {"columns": "name,,,\x00,name"},
        {"columns": "," * 5000},
        {"view": "999999999999999999999"},
        {"view": "-1", "columns": "name.owner"},
        {"view": "\x00", "sort": "owner__password"},
    ],
)
def test_what_an_address_makes_up_is_ignored(cast, as_, query):
    ann = as_(cast.ann)
    plain = shown(ann.get(CUSTOMERS))
    for address in ("", "columns/", "views/new/"):
        assert ann.get(f"{CUSTOMERS}{address}?{urlencode(query)}").status_code == 200
    assert shown(ann.get(f"{CUSTOMERS}?{urlencode(query)}")) == plain
    assert (
        ann.post(f"{CUSTOMERS}columns/?{urlencode(query)}", {"order": ["x", "\x00"], "shown": "y"}).status_code == 302
    )
    assert ann.get(f"{reverse('marketing:chance-board')}?{urlencode(query)}").status_code == 200


def test_every_column_is_called_something_in_chinese():
    kinds = {one.pages.name: one.pages for one in registered()}
    with override("zh-hans"):
        named = {(kind, name): str(header) for kind, pages in kinds.items() for name, header in headers(pages).items()}
    assert len(named) > 50
    assert [column for column, header in named.items() if header.isascii()] == []
