"""A form that is sent twice does its work once: every entity, one after the other and at the same moment (D3)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import crm.urls  # noqa: F401 where the entities are registered
from apps.core.pages import REGISTRY
from apps.kit.drafts.background import forget_drafts
from apps.kit.drafts.models import Sent
from apps.kit.drafts.tickets import LIFE
from apps.marketing.models import Chance
from tests.races.filled import filled_in

pytestmark = pytest.mark.django_db
CREATED = [model for model, pages in REGISTRY.items() if pages.form]


@pytest.mark.parametrize("model", CREATED, ids=lambda model: model.__name__)
def test_going_back_and_sending_again_makes_no_second_record(cast, as_, model):
    person = next(one for one in (cast.ann, cast.boss, cast.admin) if one.has_perm(model.rights.add))
    form, address = filled_in(model, person), reverse(REGISTRY[model].url_name("create"))
    client, before = as_(person), model.everything.count()
    first, second = client.post(address, form), client.post(address, form)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert model.everything.count() == before + 1


def test_going_back_and_typing_something_else_makes_another_record(cast, as_):
    client, form = as_(cast.ann), filled_in(Chance, cast.ann)
    client.post("/marketing/chances/new/", form)
    client.post("/marketing/chances/new/", form | {"title": "另一个"})
    assert Chance.objects.count() == 2


def test_a_form_that_was_refused_may_be_sent_again(cast, as_):
    client, form = as_(cast.ann), filled_in(Chance, cast.ann)
    assert client.post("/marketing/chances/new/", form | {"title": ""}).status_code == 422
    assert client.post("/marketing/chances/new/", form).status_code == 302
    assert Chance.objects.count() == 1


def test_the_form_of_somebody_else_is_not_mine(cast):
    """The same ticket from another person is no second time: only its owner's is known."""
    for person in (cast.ann, cast.boss):
        client = Client()
        client.force_login(person)
        client.post("/marketing/chances/new/", filled_in(Chance, cast.ann))
    assert Chance.objects.count() == 2


def test_what_was_sent_is_forgotten_with_its_ticket(cast, as_):
    as_(cast.ann).post("/marketing/chances/new/", filled_in(Chance, cast.ann))
    assert forget_drafts.func() == 0
    Sent.objects.update(at=timezone.now() - LIFE - timedelta(days=1))
    assert forget_drafts.func() == 1
