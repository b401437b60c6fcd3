"""What the source may not hold: questions past the scope, markup, requests to elsewhere (A13, B7, B11); the holes of
tests/planted fit the source they are planted in (F3)."""

import ast
import re
from pathlib import Path

import pytest

from tests.planted.plant import HOLES, planted

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path for folder in ("apps", "crm") for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
]
FORBIDDEN = {
    r"csrf_exempt|@xframe_options_exempt": "a request of another site",
    r"\bmark_safe\(|SafeString\(|\|safe\b": "text that becomes markup",
    r"\.raw\(|\.extra\(|RawSQL\(": "SQL by hand",
    r"(filter|exclude|get|order_by|values)\(\*\*?(self\.)?request\.": "a question made of an address",
    r"\beval\(|\bexec\(|pickle\.|marshal\.|yaml\.load\(": "code made of data",
    r"shell=True|os\.system\(": "a command made of text",
}
WEB = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "telnetlib", "socket", "urllib3"}


REVIEWED = {("apps/operations/workers.py", "socket"): "only asks the machine for its name"}


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_source_holds_nothing_dangerous(path):
    source = path.read_text(encoding="utf-8")
    assert [why for pattern, why in FORBIDDEN.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_the_product_asks_no_address_that_somebody_typed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    found = {module for module in imported if module in WEB or module.split(".")[0] in WEB}
    assert {module for module in found if (name(path), module) not in REVIEWED} == set()


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole["name"])
def test_a_hole_fits_where_it_is_planted(hole):
    source = (ROOT / hole["file"]).read_text(encoding="utf-8")
    assert planted(source, hole) != source
    assert (ROOT / hole["test"].partition("::")[0]).exists()
    function = hole["test"].partition("::")[2].partition("[")[0]
    assert f"def {function}" in (ROOT / hole["test"].partition("::")[0]).read_text(encoding="utf-8")


def test_there_are_holes_enough():
    assert len(HOLES) >= 15


NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_.]+|test_[a-z_]+)[` ]")
FILES = re.compile(r"(?<![\w`/.-])((?:apps|crm|deploy|docs|drills|static|tests)/[\w./-]*\w)")


def test_what_the_document_names_as_proof_exists():
    """Tests are named from tests/; drills, commands and files from the checkout."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    told = {*NAMED.findall(text), *FILES.findall(text)}
    assert {"races/test_numbers", "operations/test_outage", "drills/outage.py", "test_house", "bin/attest"} <= told
    places = [(ROOT / "tests" / one, ROOT / "tests" / f"{one}.py", ROOT / one) for one in told]
    assert [one for one, *others in places if not any(place.exists() for place in (one, *others))] == []


ROW = re.compile(r"^\| V[\d.]+ \| ([12]) \| (\*\*partly\*\*|\*\*no\*\*)?", re.MULTILINE)
SUMS = re.compile(
    r"(\d+) rules of level 1 and (\d+) of level 2 apply. (\d+) are met in part \((\d+) of level 1, (\d+) of level 2\)"
)


def test_the_document_adds_up_its_rows():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = ROW.findall(text)
    applies = [sum(level == one for level, _mark in rows) for one in "12"]
    partly = [rows.count((one, "**partly**")) for one in "12"]
    assert [int(one) for one in SUMS.search(text).groups()] == [*applies, sum(partly), *partly]
