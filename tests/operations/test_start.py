"""A process that was killed is back soon, because it starts with what every page needs and no more (E1)."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.once
HEAVY = ("matplotlib", "numpy", "openpyxl", "pandas", "PIL", "python_calamine", "docx")
LOADED = "import crm.wsgi, crm.urls, sys; print(*sys.modules)"


def test_a_web_process_starts_without_what_only_files_need():
    """What makes workbooks and pictures and what reads them is loaded by who does that (E1)."""
    loaded = subprocess.run([sys.executable, "-W", "ignore", "-c", LOADED], check=True, capture_output=True, text=True)
    assert set(HEAVY) & set(loaded.stdout.split()) == set()
