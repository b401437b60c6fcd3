"""What the source may not hold: questions past the scope, markup, requests to elsewhere (A13, B7, B11); the holes of
tests/planted fit the source they are planted in (F3)."""

import ast
import re

from tests.planted.plant import HOLES, planted
from tests.test_house import ROOT, name, offending

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


def test_no_source_holds_anything_dangerous():
    def rule(source, _path):
        return [why for pattern, why in FORBIDDEN.items() if re.search(pattern, source)]

    assert offending(SOURCES, rule) == {}


def test_the_product_asks_no_address_that_somebody_typed():
    def rule(source, path):
        tree = ast.parse(source)
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        found = {module for module in imported if module in WEB or module.split(".")[0] in WEB}
        return [module for module in found if (name(path), module) not in REVIEWED]

    assert offending(SOURCES, rule) == {}


def test_every_hole_fits_where_it_is_planted():
    def fits(hole) -> bool:
        source = (ROOT / hole["file"]).read_text(encoding="utf-8")
        path, _mark, function = hole["test"].partition("::")
        test = ROOT / path
        return (
            planted(source, hole) != source
            and test.exists()
            and f"def {function.partition('[')[0]}" in test.read_text()
        )

    assert [hole["name"] for hole in HOLES if not fits(hole)] == []


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
