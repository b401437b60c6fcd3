"""The rules of docs/house.md that a machine can hold: sizes, forbidden constructs, ids named by tests."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = [path for path in (ROOT / "apps").rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
DONE = re.findall(
    r"\w+",
    """
    M1 M2 M3 M4 M5 M6 M7  C1 C2 C3 C4 C7 C8 C9 C10  S1 S2 S3 S4 S5  V1 V2 V4  B1 B2 B3  P1 P2 P3 P4 P5  O1 O2 O3 O5
    R1 R2 R3 R4 R5 R6  D3  Z3 Z6 Z7 Z9 Z15
    """,
)
FORBIDDEN_NAMES = re.compile(r"^(utils?|helpers?|common|misc|data|info|process|handle_.*|manager)$")
WRITING = re.compile(r"\.(save|update|delete|create|bulk_create|get_or_create|update_or_create)\(")
SCREENS = ("pages.py", "views.py", "form_views.py", "forms.py", "tables.py", "filters.py")


def name(path):
    return str(path.relative_to(ROOT))


def lines_of_code(path):
    """How many lines of a module hold code: no docstring, comment or blank line."""
    source = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(source):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.copy_location(ast.Pass(), node.body[0])
    return sum(map(bool, ast.unparse(source).splitlines()))


def offending(paths, rule) -> dict[str, list]:
    """What a rule finds in each of these files, by name; files in which it finds nothing are left out."""
    found = {name(path): rule(path.read_text(encoding="utf-8"), path) for path in paths}
    return {path: faults for path, faults in found.items() if faults}


def sizes(source, _path):
    """What is longer than a reader keeps in mind, or named after nothing."""
    faults = ["the module"] if len(source.splitlines()) > 300 else []
    for node in ast.walk(ast.parse(source)):
        size = getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0) + 1
        if isinstance(node, ast.FunctionDef):
            faults += [node.name] if size > 40 or FORBIDDEN_NAMES.match(node.name) else []
        elif isinstance(node, ast.ClassDef):
            faults += [node.name] if size > 150 else []
    return faults


def test_a_module_is_one_thing():
    assert offending(MODULES, sizes) == {}


def test_a_template_is_one_thing_and_says_what_it_needs():
    def rule(source, path):
        lines = source.splitlines()
        long = len(lines) > (30 if "parts" in path.parts else 80)
        return ["too long"] * long + ["says nothing"] * (not lines[0].startswith(("{#", "{% extends")))

    assert offending(TEMPLATES, rule) == {}


def test_a_template_keeps_to_the_content_security_policy():
    breaks = re.compile(r"\sstyle=|\son[a-z]+=|javascript:|\|safe\b|<script>")
    assert offending(TEMPLATES, lambda source, _path: breaks.findall(source)) == {}


def test_screens_change_nothing_themselves():
    screens = [path for path in MODULES if path.name in SCREENS or "templatetags" in path.parts]

    def rule(source, _path):
        written = [line for line in source.splitlines() if WRITING.search(line)]
        return [line for line in written if "actions." not in line and "pages." not in line]

    assert offending(screens, rule) == {}


def test_nobody_asks_for_a_role():
    asks = re.compile(r"\brole(_id)?\b *(==|!=|in)\b|\.role\.name")
    others = [path for path in MODULES if "auth" not in path.parts]
    assert offending(others, lambda source, _path: [found.group() for found in asks.finditer(source)]) == {}


def test_every_requirement_that_is_done_is_named_by_a_test():
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_house.py"]
    named = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    assert [id for id in DONE if not re.search(rf"\b{id}\b|\b{id[0]}\d–{id}\b", named)] == []


def test_the_kernel_stays_small():
    kernel = [path for path in MODULES if path.is_relative_to(ROOT / "apps" / "core")]
    assert sum(map(lines_of_code, kernel)) <= 1900


def test_the_picture_of_the_layers_is_that_of_the_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if "containers" in contract}
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    drawn = [re.sub(r"[└│]", " ", line) for line in text.split("```\ncrm\n")[1].split("```")[0].splitlines()]
    told = [re.split(r"\s{4,}", line.strip()) for line in drawn]
    assert [one[0] for one in told if not set(one[0].split(" | ")) & KIT] == layers["apps"]
    features = [set(name.split(" | ")) for one in told for name in one if set(name.split(" | ")) & KIT]
    assert features == [set(layer.split(" | ")) for layer in layers["apps.kit"][1:]]


KIT = {path.name.removesuffix(".py") for path in (ROOT / "apps" / "kit").iterdir()}
