"""What the documents say, as far as a machine can compare it with the product."""

import re
import subprocess
from gettext import GNUTranslations
from importlib import import_module
from importlib.metadata import requires
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import crm
from apps.auth.rights import module_of
from apps.core.flow import STEPS
from apps.core.rights import DECLARED

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.mo"
LINK = re.compile(r'(?:\]\(|src=")(?!https?:)([^)#"]+)')
MODULE = re.compile(r"`(?:apps/)?((?:[a-z_]+/)+[a-z_]+\.py)")
SETTING = re.compile(r'(?:env(?:\.\w+)?|environ\.get)\(\s*["\']([A-Z_]+)["\']')
OURS = [config for config in apps.get_app_configs() if config.name.startswith("apps.")]


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def messages() -> dict[str, str]:
    """Every English message and its translation, plurals included."""
    with CATALOGUE.open("rb") as file:
        found = GNUTranslations(file)._catalog
    return {key[0] if isinstance(key, tuple) else key: text for key, text in found.items()}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path):
    broken = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert broken == []


def test_the_modules_a_document_names_are_there():
    """By the end of their path, as people say it: `picking/fields.py`."""
    there = {f"/{path.relative_to(ROOT)}" for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    named = {name for path in DOCUMENTS for name in MODULE.findall(path.read_text(encoding="utf-8"))}
    assert len(named) >= 30
    assert sorted(name for name in named if not any(path.endswith(f"/{name}") for path in there)) == []


def test_the_guides_name_what_stands_on_the_screen():
    known = messages()
    chinese = {text.casefold() for text in known.values()}
    english = {text.casefold() for text in known}
    wrong = [
        word
        for name, mark, words in [
            ("docs/guide.zh-CN.md", r"「(.+?)」", chinese),
            ("docs/administration.zh-CN.md", r"「(.+?)」", chinese),
            ("docs/guide.md", r"\*\*(.+?)\*\*", english),
        ]
        for word in re.findall(mark, document(name))
        if not {word.casefold(), word.casefold().removeprefix("new ").removeprefix("新建")} & words
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["docs/administration.md", "docs/administration.zh-CN.md"])
def test_every_setting_is_described(name):
    files = [*ROOT.glob("crm/*.py")]
    read = {found for file in files for found in SETTING.findall(file.read_text(encoding="utf-8"))}
    assert len(read) > 10
    assert sorted(one for one in read if f"`{one}`" not in document(name)) == []


def test_every_right_is_described():
    for language, name in (("en", "docs/administration.md"), ("zh-hans", "docs/administration.zh-CN.md")):
        with translation.override(language):
            words = [str(word) for code, label in DECLARED.items() for word in (label, module_of(code))]
        assert [word for word in words if f"| {word} |" not in document(name)] == []


def test_the_glossary_knows_every_table_and_step():
    glossary = document("docs/glossary.md")
    names = [model._meta.db_table for config in OURS for model in config.get_models()]
    names += [step.name for steps in STEPS.values() for step in steps.values()]
    assert sorted({name for name in names if f"`{name}`" not in glossary}) == []


def test_every_dependency_has_a_reason():
    lines = (document("requirements.in") + document("requirements-dev.in")).splitlines()
    names = [re.split(r"==|\[", line)[0].lower() for line in lines if "==" in line]
    assert [name for name in names if name not in document("docs/decisions.md").lower()] == []


def test_everything_is_pinned_that_the_oldest_python_needs():
    """Debian 12 has Python 3.11.2, where some packages need one more than on a newer one."""
    pinned = set(re.findall(r"^([\w.-]+)==", document("requirements.txt").replace("_", "-").lower(), re.MULTILINE))
    oldest = {"python_version": "3.11", "python_full_version": "3.11.2", "extra": ""}
    missing = set()
    for name in pinned - {"async-timeout"}:  # not installed on a newer one
        for wanted in map(Requirement, requires(name) or ()):
            if wanted.marker is None or wanted.marker.evaluate(oldest):
                missing |= {canonicalize_name(wanted.name)} - pinned
    assert missing == set()


def test_one_place_says_which_version_this_is():
    """The newest of the changelog, what the product shows and what `bin/serve --version` prints."""
    newest = re.search(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", document("CHANGELOG.md"), re.MULTILINE).group(1)
    printed = subprocess.run([ROOT / "bin" / "serve", "--version"], capture_output=True, text=True, check=True).stdout
    assert newest == crm.__version__ == settings.VERSION == printed.strip()


def test_the_notice_names_what_is_carried_along():
    carried = re.findall(r"^\| `(?:\.\./\.\./)?([^`]+)` \|", document("static/vendor/README.md"), re.MULTILINE)
    files = [name if name.startswith(("apps/", "tests/")) else f"static/vendor/{name}" for name in carried]
    assert len(files) >= 7
    assert [name for name in files if name not in document("NOTICE") or not (ROOT / name).exists()] == []


def test_the_workflow_and_the_hooks_run_what_is_run_here():
    workflow, hooks = document(".github/workflows/ci.yml"), document(".pre-commit-config.yaml")
    assert "bash .ci/run" in workflow
    checked = document("bin/check")
    tools = re.findall(r"entry: \.venv/bin/(\S+)", hooks)
    assert len(tools) == 4
    assert [tool for tool in tools if f" {tool} " not in checked] == []


def test_the_words_of_the_kernel_are_in_the_code():
    places = re.findall(r"^\| [a-z ]+ \| .* \| `(apps\.[\w.]+)` \|$", document("docs/glossary.md"), re.MULTILINE)
    assert len(places) >= 30
    for place in places:
        module, _dot, name = place.rpartition(".")
        assert hasattr(import_module(module), name), place
