"""Everything starts from the one scope function, nothing from all rows or from the log without it (A1, P4, Z9)."""

import ast
import re
from pathlib import Path

from django.core.checks import run_checks

from apps.core.checks import open_in
from apps.customers.models import Contact, Order
from tests.security.test_source import SOURCES, name

ROOT = Path(__file__).resolve().parent.parent.parent
PAST_IT = {"everything", "_base_manager", "entries"}  # what knows of all rows, or of all that happened
OF_ALL = {"Entry", "Findable"}  # whose `objects` tell of any record
SCOPED = re.compile(
    r"\.(visible_to|reached_by|known_to|restorable_by|editable_by|workable_by|in_bin|near)\b|\bhas_perm\("
)
REASONS = {
    "apps/auth/administration.py": "people, departments and roles: for who manages users",
    "apps/auth/log_file.py": "the file of the log, for who may read all of it",
    "apps/auth/views.py": "the log, for who may read all of it",
    "apps/kit/access/rules.py": "the owners of a record the page has found by the scope",
    "apps/core/actions.py": "writes the one row that was admitted",
    "apps/core/audit.py": "writes the log, and reads of a locked record what others changed in it",
    "apps/kit/trash/contents.py": "who deleted the rows of a bin the page has found by the scope",
    "apps/core/unique_marks.py": "who has what a record coming back would have alone, in any bin",
    "apps/kit/bulk/report.py": "a batch's own entries; what is told of them asks for the scope",
    "apps/kit/bulk/undoing.py": "locks what a batch did, and asks for the right of each",
    "apps/kit/exporting/reading.py": "the records that rows found by the scope refer to",
    "apps/core/flow.py": "the row that is locked, admitted and written",
    "apps/foundation/listing/paging.py": "the rows of a page whose keys were found by the scope",
    "apps/kit/hash_chain/retention.py": "the log's own keeping",
    "apps/kit/hash_chain/checkpoints.py": "the log's own seals",
    "apps/kit/hash_chain/verifying.py": "the log's own seals",
    "apps/core/models.py": "who took the place of a row found by the scope",
    "apps/kit/versions/rebuild.py": "the past of a record the page has found by the scope",
    "apps/foundation/picking/fields.py": "the record a form was opened with, which its person has read",
    "apps/foundation/picking/lookup.py": "the records whose keys were found by the scope",
    "apps/kit/search/lookup.py": "keys out of the index: each is read by the scope before it is shown",
    "apps/kit/search/indexer.py": "the index itself",
    "apps/kit/search/list_search.py": "keys that narrow rows found by the scope",
    "apps/kit/search/recent.py": "keys this person worked with: each is read by the scope before it is shown",
    "apps/foundation/sorting/rebuild.py": "the sort keys of all rows",
    "apps/foundation/database/bulk_insert.py": "writes new rows",
    "apps/core/event_time.py": "moves an entry of the record that is being written",
    "apps/kit/timeline/story.py": "the entries whose records the scope leaves",
    "apps/customers/actions/lines.py": "what others changed in a locked order",
    "apps/customers/actions/order.py": "the sums of a customer, and what others changed in a locked order",
    "apps/customers/actions/order_import.py": "writes the log of imported orders",
    "apps/customers/actions/stock.py": "gives goods back where they were taken",
    "apps/customers/actions/valuing.py": "makes the values of all customers anew",
    "apps/customers/duplicates/references.py": "all that refers to a customer follows where it is merged",
    "apps/customers/duplicates/keys.py": "the keys of all customers",
    "apps/customers/duplicates/merging.py": "two locked customers",
    "apps/customers/duplicates/separating.py": "two locked customers and what moved between them",
    "apps/customers/filters.py": "what a filter may name: its field asks for the scope",
    "apps/kit/timeline/views.py": "the whole story of a record that is known to its reader",
    "apps/core/views.py": "asks for the rule by its name, which `test_every_rule_of_a_page_is_one_of_the_scope` holds",
    "apps/marketing/actions/activity.py": "the entry of the plan step it has just written",
    "apps/marketing/actions/chance.py": "what happened to a locked chance before",
    "apps/marketing/models/chance.py": "the parts of a chance: the story asks for their scope",
    "apps/marketing/movement.py": "writes when a chance last moved",
    "apps/office/addresses/lookup.py": "keys out of the index, within rows found by the scope",
    "apps/reports/figures/contribution.py": "the names of those whose orders were found by the scope",
    "apps/reports/figures/rows.py": "the customers a name means, within orders found by the scope",
    "apps/reports/figures/products.py": "the names of what orders found by the scope hold",
}


def unscoped(path) -> list[int]:
    """The lines of statements that start from all rows or from the log and do not ask for the scope themselves."""
    source = path.read_text(encoding="utf-8")
    found = set()
    statements = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt) and not hasattr(node, "body")
    ]
    for statement in statements:
        for node in ast.walk(statement):
            past = isinstance(node, ast.Attribute) and (
                node.attr in PAST_IT
                or (node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id in OF_ALL)
            )
            called = isinstance(node, ast.Call) and ast.unparse(node.func) in ("history", "audit.history")
            if (past or called) and not SCOPED.search(ast.get_source_segment(source, statement)):
                found.add(statement.lineno)
    return sorted(found)


def test_nothing_starts_from_all_rows_or_from_the_log():
    others = [path for path in SOURCES if name(path) not in REASONS]
    assert {name(path): lines for path in others if (lines := unscoped(path))} == {}


def test_every_rule_of_a_page_is_one_of_the_scope():
    asked = {
        rule for path in SOURCES for rule in re.findall(r"self\.record\(([^)]*)\)", path.read_text(encoding="utf-8"))
    }
    assert asked == {"", '"reached_by"', '"known_to"'}


def test_every_exception_is_still_one():
    assert [one for one in REASONS if not unscoped(ROOT / one)] == []


def test_who_goes_past_the_scope_is_found(tmp_path):
    there = tmp_path / "views.py"
    for planted in ("rows = Customer.everything.all()", "rows = Entry.objects.all()", "x = audit.history(record)"):
        there.write_text(f"def page(record):\n    {planted}\n")
        assert unscoped(there) == [2], planted
    there.write_text("def page(user):\n    return Customer.everything.known_to(user)\n")
    assert unscoped(there) == []


def test_what_an_entity_forgets_to_say_is_a_sentence_at_start(monkeypatch):
    assert [one for one in run_checks() if one.id == "core.E001"] == []
    monkeypatch.setattr(Contact, "goes_with", ())
    [sentence] = open_in(Contact)
    assert "customers.Contact.customer" in sentence
    monkeypatch.setattr(Order, "outlives", ())
    assert "customers.Order.customer" in "".join(one.msg for one in run_checks())


def test_what_an_entity_is_called_by_is_a_field_it_has(monkeypatch):
    """Else every picker of it would be an error 500 (C1)."""
    monkeypatch.setattr(Contact, "name_field", "title")
    assert list(open_in(Contact)) == [
        "customers.Contact: it is not called by `title`; say in `name_field` by what pickers find it."
    ]
