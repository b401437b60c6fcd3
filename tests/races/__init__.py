"""Two and more people at once: how a race is run, by the actions themselves or by sending their forms."""

import threading
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.test import Client

from apps.core.flow import Refused
from apps.core.models import Entry
from tests import make
from tests.rounds import rounds as asked

IN_DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}
WON = 204  # the dialog closes and the page leads on


def rounds(postgresql: int, sqlite: int = 10, *, most: int = 500) -> range:
    """How often a race is run: a few times, and where bin/attest runs it as often as the check asks for."""
    return range(asked(postgresql if connection.vendor == "postgresql" else sqlite, most))


class Runners:
    """So many people, each a thread with a connection of its own that stays open from round to round."""

    def __init__(self, count: int):
        self.start, self.end = threading.Barrier(count + 1), threading.Barrier(count + 1)
        self.work, self.found, self.over = [None] * count, [None] * count, False
        self.threads = [threading.Thread(target=self.run, args=(place,), daemon=True) for place in range(count)]
        for thread in self.threads:
            thread.start()

    def run(self, place: int) -> None:
        self.start.wait()
        while not self.over:
            try:
                self.found[place] = self.work[place]()
            except Exception as fault:  # noqa: BLE001  judged by who asked for the race
                self.found[place] = fault
            self.end.wait()
            self.start.wait()
        connection.close()

    def race(self, work: list, seconds: float = 60) -> list:
        """Do all of this at the same moment, in so many seconds at most; what each returned or raised."""
        self.work[:] = work
        self.start.wait(60)
        self.end.wait(seconds)
        return list(self.found)

    def stop(self) -> None:
        self.over = True
        self.start.wait(60)
        for thread in self.threads:
            thread.join()


@contextmanager
def runners(count: int):
    """People who run against each other until the end of the block."""
    them = Runners(count)
    try:
        yield them
    finally:
        them.stop()


def at_once(clients, addresses, *forms) -> list:
    """Every client sends a form at the same moment, each to its address, the forms in turn; the answers."""
    with runners(len(clients)) as them:
        return them.race(
            [partial(client.post, addresses[place], forms[place % len(forms)]) for place, client in enumerate(clients)]
        )


def forget(*models) -> None:
    """Empty what a round has made, so that the next counts from nothing."""
    with make.rewriting():
        for model in models:
            getattr(model, "everything", model.objects).all().delete()


def signed_in(people, count: int) -> list[Client]:
    """So many clients, each somebody of these people in turn."""
    found = []
    for place in range(count):
        client = Client(raise_request_exception=False)
        client.force_login(people[place % len(people)])
        found.append(client)
    return found


def sending(clients, address: str, form: dict) -> list:
    """Each client sends this form of a dialog to this address."""
    return [partial(client.post, address, form, headers=IN_DIALOG) for client in clients]


def taking(action, record, people, count: int, **given) -> list:
    """So many times somebody of these people takes this step on the record as they last read it."""
    seen = [type(record).objects.get(pk=record.pk) for _ in range(count)]
    return [partial(action, one, by=people[place % len(people)], **given) for place, one in enumerate(seen)]


def judge(found, record, action: str, names) -> Entry:
    """One won; all others were refused with a sentence that names the winner; one entry was written: that one."""
    entry = Entry.objects.get(action=action, object_id=record.pk)
    won = [one for one in found if leads_on(one)]
    assert len(won) == 1
    assert entry.by.name in names
    for one in found:
        if one not in won:
            assert entry.by.name in refusal(one)
    return entry


def leads_on(one) -> bool:
    """Whether this is the outcome of who won."""
    return getattr(one, "status_code", WON) == WON and not isinstance(one, Exception)


def refusal(one) -> str:
    """What somebody reads who came too late; anything else is a fault."""
    if isinstance(one, Refused):
        return str(one)
    assert not isinstance(one, Exception), repr(one)
    assert one.status_code in (409, 422)
    return one.content.decode()
