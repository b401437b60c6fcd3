"""The recycle bins: every kind in one place, who deleted what and when, found again and brought back (Z9)."""

import pytest

from apps.core import actions
from apps.core.models import Entry
from apps.customers.models import Customer
from tests import make
from tests.core.test_undo import offered

pytestmark = pytest.mark.django_db
BIN = "/customers/customers/bin/"


@pytest.fixture
def deleted(cast):
    """Two customers of ann and one of another department, deleted by who may."""
    found = [make.customer(owner=cast.ann, name=name) for name in ("华信贸易", "远航物流")]
    for customer in found:
        actions.delete(customer, by=cast.boss)
    foreign = make.customer(owner=cast.bob, name="北方机械")
    foreign.deleted_at = Entry.objects.latest("id").at
    foreign.save()
    return found


def there():
    return sorted(Customer.objects.values_list("name", flat=True))


def test_all_bins_of_a_person_stand_on_one_page_with_what_is_in_them(cast, as_, deleted):
    answer = as_(cast.boss).get("/bin/")
    assert f'href="{BIN}"' in answer.content.decode()
    assert [(one.url, one.count) for one in answer.context["bins"] if one.count] == [(BIN, 2)]
    assert f'href="{BIN}"' not in as_(cast.chief).get("/bin/").content.decode()
    assert 'href="/bin/"' not in as_(cast.chief).get("/account/profile/").content.decode()
    assert 'href="/bin/"' in as_(cast.boss).get("/account/profile/").content.decode()


def test_a_bin_says_who_deleted_what_and_is_searched(cast, as_, deleted):
    page = as_(cast.boss).get(BIN, {"q": "华信"}).content.decode()
    assert "由 Boss 于" in page
    assert "华信贸易" in page
    assert "远航物流" not in page
    assert "北方机械" not in as_(cast.boss).get(BIN).content.decode()  # not this person's to restore


def test_one_comes_back_in_place_and_its_message_takes_it_back(cast, as_, deleted):
    client = as_(cast.boss)
    here = f"{BIN}?q=华"
    answer = client.post(deleted[0].page("restore") + f"?back={here}", follow=True)
    assert there() == ["华信贸易"]
    assert answer.request["QUERY_STRING"].startswith("q=")
    assert client.post(offered(answer)).status_code == 302
    assert there() == []
    assert Entry.objects.filter(action="customers.customer.delete", object_id=deleted[0].pk).count() == 2


def test_many_come_back_at_once_and_go_again(cast, as_, deleted):
    client = as_(cast.boss)
    asked = client.get(f"{BIN}restore/", {"tick": [one.pk for one in deleted]})
    assert asked.context["keys"] == ",".join(str(one.pk) for one in deleted)
    foreign = Customer.everything.get(name="北方机械")
    answer = client.post(f"{BIN}restore/", {"keys": f"{asked.context['keys']},{foreign.pk}"}, follow=True)
    assert there() == ["华信贸易", "远航物流"]
    assert len(answer.context["refused"]) == 1
    assert as_(cast.ann).post(f"{BIN}restore/", {"keys": str(foreign.pk)}).status_code == 403


@pytest.mark.parametrize("scope", ["all", "department"])
def test_it_names_what_another_was_merged_into_only_to_who_may_read_that(cast, as_, deleted, scope):
    kept = make.customer(owner=cast.bob, name="海天重工")
    Customer.everything.filter(pk=deleted[0].pk).update(merged_into=kept)
    cast.boss.role.read_scope = scope
    cast.boss.role.save()
    page = as_(cast.boss).get(BIN).content.decode()
    assert "华信贸易" in page
    assert ("海天重工" in page) == (kept.get_absolute_url() in page) == (scope == "all")
    assert f'action="{deleted[0].page("restore")}' not in page
