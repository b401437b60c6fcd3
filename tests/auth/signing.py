"""Who is inside, and when: shared by the tests of signing in."""

from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

PROFILE = reverse("accounts:profile")


def inside(client) -> bool:
    return client.get(PROFILE).status_code == 200


@contextmanager
def later(**time_passed):
    with time_machine.travel(timezone.now() + timedelta(**time_passed)):
        yield
