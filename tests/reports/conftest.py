"""The small company the reports are about."""

import pytest

from tests.reports.company import found


@pytest.fixture
def company(cast):
    return found(cast)
