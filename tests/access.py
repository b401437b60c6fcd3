"""The access table: who may open which address, as domain.md §4 says it; test_every_page.py holds every page to it.

Pages and steps of registered entities follow from their rights; a page outside the registry stands in EXTRA.
"""

from dataclasses import dataclass

MATRIX = {
    "admin": {
        "accounts.manage_users", "accounts.view_log",
        "basedata.view_product", "basedata.manage_product", "basedata.manage_dict",
    },
    "boss": {
        "core.export_rows", "core.import_rows", "core.share_views", "marketing.view_chance", "marketing.add_chance",
        "marketing.assign_chance", "marketing.develop_chance", "customers.view_customer", "customers.change_customer",
        "customers.add_activity", "customers.delete_customer", "customers.work_loss", "customers.view_order",
        "customers.enter_order", "customers.correct_order", "service.view_service", "service.add_service",
        "service.assign_service", "service.handle_service", "reports.view_report", "basedata.view_product",
    },
    "ann": {
        "core.export_rows", "core.import_rows", "marketing.view_chance", "marketing.add_chance",
        "marketing.develop_chance", "customers.view_customer", "customers.change_customer", "customers.add_activity",
        "customers.work_loss", "customers.view_order", "customers.enter_order", "service.view_service",
        "service.add_service", "service.handle_service", "reports.view_report", "basedata.view_product",
    },
    "eng": {
        "customers.view_customer", "customers.add_activity", "service.view_service", "service.add_service",
        "service.handle_service", "basedata.view_product",
    },
    "chief": {
        "core.export_rows", "marketing.view_chance", "customers.view_customer", "customers.view_order",
        "service.view_service", "reports.view_report", "basedata.view_product",
    },
    "stranger": set(),
}  # fmt: skip
MATRIX["bob"] = MATRIX["ann"]


@dataclass(frozen=True)
class Extra:
    """A page outside the registry: which rights it asks for; open to everybody logged in where it asks for none."""

    rights: tuple[str, ...] = ()
    anonymous: bool = False
    methods: tuple[str, ...] = ("get",)
    reason: str = ""


EXTRA = {
    "home": Extra(reason="leads to the first page the person may use"),
    "search": Extra(reason="finds what the person may read, offers what they may do"),
    "understood": Extra(reason="says what a typed number means; reads nothing"),
    "accounts:login": Extra(anonymous=True, methods=("get", "post")),
    "accounts:code": Extra(anonymous=True, methods=("get", "post"), reason="after the right password alone"),
    "accounts:security": Extra(reason="one's own"),
    "accounts:second": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:second-codes": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:second-off": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:sessions": Extra(methods=("post",), reason="one's own"),
    "accounts:logout": Extra(anonymous=True, methods=("post",)),
    "accounts:look": Extra(anonymous=True, methods=("post",), reason="language and theme, also before logging in"),
    "accounts:profile": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:password": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:messages": Extra(reason="one's own"),
    "accounts:notices": Extra(methods=("get", "post"), reason="one's own"),
    "accounts:message": Extra(methods=("get", "post"), reason="one's own: a foreign message answers 404"),
    "accounts:read-all": Extra(methods=("post",), reason="one's own"),
    "accounts:sight": Extra(reason="one's own, or with the right to manage users: tests/core/test_access.py"),
    "accounts:log": Extra(rights=("accounts.view_log",)),
    "accounts:log-export": Extra(rights=("accounts.view_log",)),
    "bins": Extra(reason="lists the bins the person may open, as each of them says"),
    "view": Extra(methods=("get", "post"), reason="one's own or shared with one's role: a foreign one answers 404"),
    "view-delete": Extra(methods=("get", "post"), reason="as the view itself"),
    "exports": Extra(("core.export_rows",)),
    "export-file": Extra(reason="one's own: a foreign file answers 404"),
    "batches": Extra(reason="one's own"),
    "batch": Extra(reason="for who made it, who could undo it and whom it was told to: a foreign one answers 404"),
    "undo": Extra(methods=("post",), reason="as the batch itself"),
    "office:handovers": Extra(("customers.delete_customer",)),
    "office:handover": Extra(("customers.delete_customer",), methods=("get", "post")),
    "office:addresses": Extra(reason="colleagues are for everybody, contacts as one may read them: test_addresses.py"),
    "office:card": Extra(reason="as the address book: what one may not read answers 404"),
    "office:cards": Extra(("core.export_rows",)),
    "office:visit": Extra(("customers.view_customer",), reason="as far as one may read the customer: test_visit.py"),
    "office:notes": Extra(methods=("get", "post"), reason="one's own"),
    "office:note": Extra(methods=("get", "post"), reason="one's own: a foreign note answers 404"),
    "office:note-delete": Extra(methods=("post",), reason="one's own: a foreign note answers 404"),
    "office:note-restore": Extra(methods=("post",), reason="one's own: a foreign note answers 404"),
    "basedata:uploaded": Extra(("basedata.view_product",), reason="pictures of products"),
    "customers:order-line-facts": Extra(("customers.enter_order",), reason="a fragment of the order form"),
    "customers:duplicate-scan": Extra(("customers.delete_customer",), methods=("post",)),
    "customers:customer-alike": Extra(("customers.change_customer",), reason="a fragment of the form"),
    "customers:contact-alike": Extra(("customers.change_customer",), reason="a fragment of the form"),
}
REPORTS = ("contribution", "composition", "service", "loss", "measures", "value", "products", "orders")
REPORTS = dict.fromkeys(REPORTS, "reports.view_report")
REPORTS |= dict.fromkeys(("funnel", "forecast", "outcome"), "marketing.view_chance")
EXTRA |= {f"reports:{key}": Extra((right,)) for key, right in REPORTS.items()}
EXTRA |= {
    f"reports:{key}-{file}": Extra((right, "core.export_rows"))
    for key, right in REPORTS.items()
    for file in ("excel", "png", "svg")
}

# Whose records a person may read and write, for the record of ann (department of boss) and of bob (another department).
BOTH = {"ann", "bob"}
EVERYBODY = dict.fromkeys(MATRIX, BOTH)
CHANCES = {"ann": {"ann"}, "bob": {"bob"}, "boss": {"ann"}, "chief": BOTH}
OWNERS = {"ann": {"ann"}, "bob": {"bob"}, "boss": {"ann"}}
ASSIGNEE = {"ann": {"ann"}, "bob": {"bob"}}
NOT_THE_DOER = {"boss": {"ann"}}  # of what ann has both recorded and handled
NOBODY = {"nobody": set()}

READS = {"marketing.chance": CHANCES, "marketing.planstep": CHANCES}  # all others: EVERYBODY
WRITES = {
    "basedata.product": EVERYBODY,
    "basedata.category": EVERYBODY,
    "basedata.warehouse": EVERYBODY,
    "basedata.stock": EVERYBODY,
}  # fmt: skip  all others: OWNERS
STEPS = {
    "customers.customer.follow_up": EVERYBODY,
    "service.servicerequest.take": EVERYBODY,
    "service.servicerequest.record_work": ASSIGNEE,
    "service.servicerequest.handle": ASSIGNEE,
    "service.servicerequest.feed_back": NOT_THE_DOER,
    "service.servicerequest.archive_unanswered": NOBODY,  # nothing has waited yet for an answer: test_unanswered.py
    "service.servicerequest.urge": {"ann": {"ann"}, "bob": {"bob"}},  # the supervisor assigns it instead
}  # all others: as WRITES of their entity


def reads(label: str, name: str) -> set[str]:
    """Whose records of an entity this person may read, holding the right to."""
    return READS.get(label, EVERYBODY).get(name, set())


def writes(label: str, name: str, step: str = "") -> set[str]:
    """Whose records of an entity this person may change, or take a step on, holding the right to."""
    rule = STEPS.get(f"{label}.{step}") or WRITES.get(label, OWNERS)
    return rule.get(name, set()) & reads(label, name)
