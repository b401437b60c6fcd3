"""Dated notes that only their author reads, finds, changes or takes back (V4)."""

import pytest
from django.urls import reverse

from apps.core.models import Entry
from apps.office.models import Note
from tests.conftest import CAST

pytestmark = pytest.mark.django_db
NOTES = reverse("office:notes")


def note(pk, what=""):
    return reverse(f"office:note{what}", args=[pk])


def test_kept_by_day_found_changed_thrown_away_and_taken_back(cast, as_):
    ann = as_(cast.ann)
    for day, text in (("2026-11-02", "问王总预算"), ("2026-11-05", "寄样品\n两份"), ("2026-11-05", "订会议室")):
        ann.post(NOTES, {"day": day, "text": text})
    page = ann.get(NOTES)
    assert [str(one) for one in page.context["page"]] == ["订会议室", "寄样品\n两份", "问王总预算"]
    assert page.content.decode().count('class="note-day"') == 2
    assert [str(one) for one in ann.get(NOTES, {"q": "预算"}).context["page"]] == ["问王总预算"]
    assert len(ann.get(NOTES, {"day_after": "2026-11-03"}).context["page"].object_list) == 2

    kept = Note.objects.get(text="订会议室")
    ann.post(note(kept.pk), {"day": "2026-11-06", "text": "订大会议室", "version": 1})
    late = ann.post(note(kept.pk), {"day": "2026-11-07", "text": "取消", "version": 1})
    assert late.status_code == 422
    assert "订大会议室" in late.content.decode()  # what stands there, beside what was typed
    assert "取消" in late.content.decode()
    ann.post(note(kept.pk), {"day": "2026-11-07", "text": "取消", "version": late.context["form"].data["version"]})
    assert Note.objects.get(pk=kept.pk).text == "取消"

    ann.post(note(kept.pk, "-delete"))
    assert kept not in ann.get(NOTES).context["page"]
    assert kept in ann.get(NOTES, {"deleted": 1}).context["page"]
    ann.post(note(kept.pk, "-restore"))
    assert kept in ann.get(NOTES).context["page"]


def test_a_wrong_one_is_not_kept_but_stays_typed(cast, as_):
    answer = as_(cast.ann).post(NOTES, {"day": "2026-02-30", "text": "寄样品"})
    assert answer.status_code == 422
    assert "寄样品" in answer.content.decode()
    assert as_(cast.ann).post(NOTES, {"day": "2026-02-20", "text": " \x00"}).status_code == 422
    assert not Note.objects.exists()


def test_nobody_else_reads_it_and_no_log_tells_of_it(cast, as_):
    for name in CAST:
        client, entries = as_(cast[name]), Entry.objects.count()
        assert client.get(NOTES).status_code == 200
        client.post(NOTES, {"day": "2026-11-05", "text": f"暗号{name}"})
        mine = Note.objects.get(text=f"暗号{name}")
        client.post(note(mine.pk), {"day": "2026-11-05", "text": f"暗号{name}。", "version": 1})
        assert Entry.objects.count() == entries
    for name in CAST:
        client = as_(cast[name])
        assert [str(one) for one in client.get(NOTES, {"q": "暗号"}).context["page"]] == [f"暗号{name}。"]
        for foreign in Note.objects.exclude(author=cast[name]):
            sent = {"day": "2026-11-05", "text": "我的", "version": 2}
            answers = [client.get(note(foreign.pk)), client.post(note(foreign.pk), sent)]
            answers += [client.post(note(foreign.pk, what)) for what in ("-delete", "-restore")]
            assert {answer.status_code for answer in answers} == {404}
    assert Note.objects.filter(deleted_at=None, text__startswith="暗号").count() == len(CAST)
