"""What is typed into one's own screens survives a closed tab and an ended session too (Z15)."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from apps.kit.drafts.models import Draft
from apps.kit.drafts.tickets import ticket
from apps.office.models import Note
from tests import make

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture(params=["profile", "notes", "note"])
def screen(request, cast):
    """An address with a form of ann, and what she types there."""
    note = Note.objects.create(author=cast.ann, text="问预算")
    return {
        "profile": (reverse("accounts:profile"), {"name": "安安", "email": "", "mobile": "13900001111"}),
        "notes": (reverse("office:notes"), {"text": "寄两份样品", "day": "2026-11-02"}),
        "note": (reverse("office:note", args=[note.pk]), {"text": "问王总预算", "day": "2026-11-02", "version": 1}),
    }[request.param]


def test_it_is_kept_offered_brought_back_and_forgotten_once_sent(cast, as_, screen):
    address, given = screen
    client, sign = as_(cast.ann), {"draft": ticket(cast.ann.pk, "abc")}
    word = max(given.values(), key=lambda value: len(str(value)))
    form = text(client.get(address))
    assert "data-draft" in form
    assert f'action="{address}"' in form
    assert client.post(address, given | sign | {"drafting": "keep"}).status_code == 204
    offer = text(client.get(address))
    assert word not in offer
    assert f"{address}?draft=abc" in offer
    back = text(client.get(f"{address}?draft=abc"))
    assert all(str(value) in back for value in given.values())
    assert "尚未保存" in back
    assert client.post(address, given | sign).status_code == 302
    assert not Draft.objects.exists()


def test_it_is_discarded(cast, as_, screen):
    address, given = screen
    client, sign = as_(cast.ann), {"draft": ticket(cast.ann.pk, "abc")}
    client.post(address, given | sign | {"drafting": "keep"})
    assert client.post(address, sign | {"drafting": "forget"}).url == address
    assert not Draft.objects.exists()


def test_sent_after_the_session_has_ended_it_is_kept(cast, screen):
    address, given = screen
    answer = Client().post(address, given | {"draft": ticket(cast.ann.pk, "abc")})
    assert answer.status_code == 303
    assert Draft.objects.get().address == address


def test_a_handover_by_hand_comes_back_under_its_rule(cast, as_):
    customer = make.customer(owner=cast.ann)
    cara = make.user("cara", "客户经理", cast.ann.department)
    dave = make.user("dave", "客户经理", cast.ann.department)
    client, base = as_(cast.boss), f"/office/handover/{cast.ann.pk}/"
    address = f"{base}?rule=one&to={cara.pk}"
    keys = client.get(address).context["keys"]
    mark = next(iter(client.get(address).context["lines"])).item.mark
    given = keys | {mark: dave.pk, "reason": "一月底离职", "draft": ticket(cast.boss.pk, "abc")}
    assert client.post(address, given | {"drafting": "keep"}).status_code == 204
    later = re.search(r'href="([^"]*draft=abc)"', text(client.get(base)))[1]
    back = client.get(later)
    assert 'value="一月底离职"' in text(back)
    assert [(line.item.record, line.to) for line in back.context["lines"]] == [(customer, dave)]
    assert f'action="{address}"' in text(back)
    client.post(address, given)
    customer.refresh_from_db()
    assert customer.owner == dave
    assert as_(cast.ann).post(address, given | {"drafting": "keep"}).status_code == 403
    assert not Draft.objects.exists()
