"""A form sent twice at the same moment, from two connections, does its work once (D3)."""

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.kit.drafts.tickets import ticket
from apps.marketing.models import Chance
from apps.office.notes.models import Note
from apps.service.models import Work
from tests import make
from tests.races import at_once, rounds, signed_in
from tests.races.filled import filled_in


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_done_once(cast):
    """Twice at the same moment, from two connections: a new record, a step that may be repeated, a note."""
    request = make.service(by=cast.ann, customer=make.customer(owner=cast.ann), assignee=cast.eng, status="assigned")
    work = {"solution": "更换电源", "at": f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}"}
    forms = {
        Chance: (cast.ann, "/marketing/chances/new/", filled_in(Chance, cast.ann)),
        Work: (cast.eng, request.page("do-record_work"), work),
        Note: (cast.ann, reverse("office:notes"), {"text": "带样品", "day": timezone.localdate()}),
    }
    clients = {person: signed_in([person], 2) for person in (cast.ann, cast.eng)}
    for number, (model, (person, address, given)) in itertools.product(rounds(3, 3, most=200), forms.items()):
        sent = given | {"draft": ticket(person.pk, f"{number}")}
        answers = at_once(clients[person], [address] * 2, sent)
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0].url == answers[1].url
        assert model.objects.count() == number + 1
