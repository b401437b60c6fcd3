"""The small company the reports are about."""

from copy import deepcopy

import pytest

from tests.reports.company import found


@pytest.fixture(scope="module")
def founded(told_once):
    return told_once(found)


@pytest.fixture
def company(founded, db):
    return deepcopy(founded)
