"""Nonsense in any address, filter or form is answered by a page a person can read, never a fault (checks B13, A7)."""

import random
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tests.rounds import rounds
from tests.samples import sample
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PIECES = (
    "\x00",
    "\ud800",
    "'",
    '"',
    "%",
    "\\",
    "9" * 40,
    "-",
    "e",
    "None",
    "null",
    "客",
    "\u202e",
    "[]",
    "{{",
    "\r\n",
    "=",
    ";",
    "id__in",
)


def nonsense(count: int) -> list[str]:
    """More of it, put together from pieces by dice that always fall the same."""
    dice = random.Random(13)
    return ["".join(dice.choices(PIECES, k=dice.randint(1, 6))) for _value in range(count)]


JUNK = (
    "",
    "0",
    "-1",
    "1e999",
    str(10**30),
    "NaN",
    "\x00",
    "\ud800",
    "'; drop table orders; --",
    "😀" * 300,
    "x" * 5000,
)
JUNK += tuple(nonsense(rounds(0, most=200)))
TRICKS = ("owner__password__startswith=a", "_connector=OR", "sort=-password", "sort=?", "sort=owner__password")
LISTS = sorted(one.url_name for one in registered() if one.page.role in ("list", "export", "pick"))
FORMS = sorted(one.url_name for one in registered() if one.page.role in ("create", "edit", "step"))


def clean(value: str) -> str:
    """The text as it comes out of a request: a lone surrogate is replaced on the way."""
    return value.encode("utf-8", "replace").decode()


def find(url_name):
    return next(one for one in registered() if one.url_name == url_name)


def reader(cast, page):
    return next(cast[name] for name in ("admin", "boss", "ann", "eng") if page.held_by(name))


@pytest.mark.parametrize("url_name", LISTS)
def test_a_list_answers_any_parameter(cast, as_, url_name):
    page, wrong = find(url_name), []
    client = as_(reader(cast, page))
    sample(page.pages.model, cast.ann)
    for value in JUNK:
        status = client.get(reverse(url_name), dict.fromkeys(parameters(page, cast.boss), clean(value))).status_code
        if status != 200 and not (page.page.role == "export" and status == 400):  # refused with the sentence
            wrong.append((value[:20], status))
    assert wrong == []


@pytest.mark.parametrize("url_name", [name for name in LISTS if name.endswith("-list")])
def test_a_filter_answers_anything_by_itself(cast, url_name):
    """List, export and picker ask the same filters: here each alone, so that no other one hides its fault."""
    page = find(url_name)
    user = reader(cast, page)
    sample(page.pages.model, cast.ann)
    for name in parameters(page, user):
        for value in JUNK:
            rows = page.pages.model.objects.visible_to(user)
            filters = page.pages.filter(QueryDict(urlencode({name: clean(value)})), rows, user=user)
            filters.qs.exists()
            assert isinstance(filters.chosen, list)


def parameters(page, user) -> list[str]:
    """Everything a list takes from its address."""
    fields = page.pages.filter(user=user).form.fields
    ends = {name: getattr(field.widget, "widgets_names", [""]) for name, field in fields.items()}
    return ["page", "per_page", "sort", *(name + end for name in ends for end in ends[name])]


@pytest.mark.once
@pytest.mark.parametrize("url_name", [name for name in LISTS if name.endswith("-list")])
def test_a_list_looks_no_further_than_its_filters(cast, as_, url_name):
    page = find(url_name)
    client = as_(reader(cast, page))
    sample(page.pages.model, cast.ann)
    count = client.get(reverse(url_name)).context["table"].page.paginator.count
    for trick in TRICKS:
        answer = client.get(f"{reverse(url_name)}?{trick}")
        assert answer.status_code == 200
        assert answer.context["table"].page.paginator.count == count


@pytest.mark.parametrize("url_name", FORMS)
def test_a_form_answers_any_content_and_keeps_it(cast, as_, url_name):
    page, wrong = find(url_name), []

    def fresh():
        record = sample(page.pages.model, cast.ann, page.step) if page.of_record else None
        if hasattr(record, "handled_at"):  # long enough ago to be unanswered
            type(record).objects.filter(pk=record.pk).update(handled_at=timezone.now() - timedelta(days=60))
        return reverse(url_name, args=[record.pk] if record else [])

    address = fresh()
    able = (cast[name] for name in ("admin", "ann", "boss") if page.held_by(name))
    client = as_(next(one for one in able if as_(one).get(address).status_code == 200))
    fields = list(client.get(address).context["form"].fields)
    for value in JUNK[1:]:
        answer = client.post(address, dict.fromkeys(fields, clean(value)))
        if page.step and answer.status_code == 302:
            address = fresh()  # some are taken once only
        if answer.status_code not in (302, 409, 422):
            wrong.append((value[:20], answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("key", ["0", "9" * 30])
def test_a_key_that_cannot_be_is_simply_not_there(cast, as_, key):
    client = as_(cast.boss)
    for one in registered():
        if one.of_record and one.held_by("boss") and "get" in one.methods:
            address = reverse(one.url_name, args=[int(key)])
            assert client.get(address).status_code == 404, address
