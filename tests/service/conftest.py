"""A request of ann in every state, brought there by its own steps; eng is the assignee, boss the supervisor of both."""

import pytest

from apps.service import actions
from tests import make


@pytest.fixture
def customer(cast):
    return make.customer(owner=cast.ann)


@pytest.fixture
def new(cast, customer):
    return make.service(by=cast.ann, customer=customer)


@pytest.fixture
def assigned(cast, new):
    return actions.assign(new, by=cast.boss, to=cast.eng).record


@pytest.fixture
def handled(cast, assigned):
    return work_and_handle(assigned, cast.eng)


@pytest.fixture
def unhappy(cast, handled):
    """Back with the assignee after a first round the customer was not satisfied with."""
    return actions.feed_back(handled, by=cast.ann, result="第二天又坏了", satisfaction=2).record


@pytest.fixture
def archived(cast, unhappy):
    second = work_and_handle(unhappy, cast.eng, "更换主板")
    return actions.feed_back(second, by=cast.ann, result="已经好了", satisfaction=4).record


def work_and_handle(request, engineer, solution="更换电源模块"):
    actions.record_work(request, by=engineer, solution=solution, place="客户机房")
    return actions.handle(request, by=engineer).record
