"""Two save the same form at the same moment: nothing is overwritten unseen, what was typed stays (D2)."""

import pytest

from apps.core.models import Entry
from apps.customers.models import Customer
from tests import make
from tests.races import forget, rounds, runners, signed_in
from tests.races.filled import as_opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ANN, BOSS = "张江路 88 号", "人民路 1 号"


def opened(client, customer) -> dict:
    return as_opened(client.get(customer.page("edit")).context["form"])


def save_both(them, clients, customer, *changes) -> list:
    """Both have opened the form; both send it at once, each with a change of their own."""
    forms = [opened(client, customer) | change for client, change in zip(clients, changes, strict=True)]
    address = customer.page("edit")
    return them.race(
        [
            lambda client=client, form=form: client.post(address, form)
            for client, form in zip(clients, forms, strict=True)
        ]
    )


def test_different_fields_both_stay_and_of_the_same_field_the_second_chooses(cast):
    clients = signed_in([cast.ann, cast.boss], 2)
    with runners(2) as them:
        for _round in rounds(3, 1):
            customer = make.customer(owner=cast.ann)
            answers = save_both(them, clients, customer, {"address": ANN}, {"website": "https://example.com/"})
            assert [answer.status_code for answer in answers] == [302, 302]
            customer.refresh_from_db()
            assert (customer.address, customer.website, customer.version) == (ANN, "https://example.com/", 3)

            answers = save_both(them, clients, customer, {"address": f"{ANN} 甲"}, {"address": BOSS})
            slower = next(place for place in (0, 1) if answers[place].status_code == 422)
            mine, theirs = (f"{ANN} 甲", BOSS) if slower == 0 else (BOSS, f"{ANN} 甲")
            page = answers[slower].content.decode()
            assert answers[1 - slower].status_code == 302
            assert mine in page
            assert theirs in page
            customer.refresh_from_db()
            assert customer.address == theirs

            again = as_opened(answers[slower].context["form"]) | {"address": mine, "stays-address": "mine"}
            assert clients[slower].post(customer.page("edit"), again).status_code == 302
            customer.refresh_from_db()
            assert customer.address == mine
            assert Entry.objects.filter(action="customers.customer.edit").count() == 4
            forget(Entry, Customer)
