"""A web process is replaced when all its threads hang, and only then (E6)."""

import threading
import time

import pytest

from apps.operations.hang_detector import Watchdog

LONGEST = 0.1


@pytest.fixture
def ended():
    return threading.Event()


def busy(dog: Watchdog, count: int, until: threading.Event) -> None:
    """So many threads take a request and do not answer before `until`."""

    def request():
        dog.begin()
        until.wait(5)
        dog.done()

    for _thread in range(count):
        threading.Thread(target=request, daemon=True).start()


@pytest.mark.parametrize(("count", "replaced"), [(1, False), (2, True)])
def test_it_ends_the_process_once_every_thread_hangs(ended, count, replaced):
    over = threading.Event()
    dog = Watchdog(threads=2, longest=LONGEST, end=ended.set)
    dog.start()
    busy(dog, count, over)
    assert ended.wait(4 * LONGEST) is replaced
    over.set()


def test_threads_that_answer_in_time_are_left_alone(ended):
    dog = Watchdog(threads=1, longest=LONGEST, end=ended.set)
    dog.start()
    for _request in range(8):
        dog.begin()
        time.sleep(LONGEST / 3)
        dog.done()
    assert not ended.is_set()
