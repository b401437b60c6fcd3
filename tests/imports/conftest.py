"""Files to import, and importing them as a user would: with the command, in English so that sentences can be read."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def file(tmp_path):
    """Write a file: `file("a.csv", "name;phone\\n…", encoding="gbk")` or `file("a.csv", bytes)`."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    """Write an Excel workbook from rows of Python values; text stays text, also where it looks like a formula."""

    def write(*rows, name: str = "rows.xlsx") -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for cell in (cell for row in book.active.rows for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"
        book.save(tmp_path / name)
        return tmp_path / name

    return write


class Outcome:
    """What the command printed, and how it ended."""

    def __init__(self, *arguments: object):
        out, errors = StringIO(), StringIO()
        self.refusal = ""
        try:
            call_command("import_rows", *map(str, arguments), stdout=out, stderr=errors)
        except CommandError as error:
            self.refusal = str(error)
        self.text, self.problems = out.getvalue(), errors.getvalue().splitlines()


@pytest.fixture
def bring(db):
    """Import a file and see that it works: `bring("customers", path, "--map", "Company=name")`."""

    def run(*arguments: object) -> Outcome:
        outcome = Outcome(*arguments)
        assert not outcome.refusal, "\n".join([*outcome.problems, outcome.refusal])
        return outcome

    return run


@pytest.fixture
def refuse(db):
    """Import a file and see that it is refused as a whole."""

    def run(*arguments: object) -> Outcome:
        outcome = Outcome(*arguments)
        assert outcome.refusal, outcome.text
        return outcome

    return run
