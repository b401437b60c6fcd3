"""A chance of boss in every state, brought there by its own steps; ann develops it, bob works in another department."""

import datetime

import pytest
from django.utils import timezone

from apps.marketing import actions
from apps.marketing.models import PlanStep
from tests import make


@pytest.fixture
def unassigned(cast):
    return make.chance(by=cast.boss, contact="刘建平", phone="13912345678")


@pytest.fixture
def developing(cast, unassigned):
    return actions.assign(unassigned, by=cast.boss, to=cast.ann).record


@pytest.fixture
def won(cast, developing):
    return actions.win(developing, by=cast.ann, region=make.item("region"), contact="刘建平").record


@pytest.fixture
def lost(cast, developing):
    return actions.lose(developing, by=cast.ann, reason=make.item("failure_reason"), note="报价高出两成").record


@pytest.fixture
def plan(cast, developing):
    """Three steps, the first of them over since yesterday."""
    days = {"电话沟通": -1, "上门演示": 3, "提交报价": 7}
    return [planned(developing, todo, cast.ann, days[todo]) for todo in days]


def planned(chance, todo, by, days=0):
    """A step appended to a chance's plan, so many days from today."""
    date = timezone.localdate() + datetime.timedelta(days=days)
    return actions.add_step(PlanStep(chance=chance, todo=todo, date=date), by=by)
