"""Customers, contacts, dealings and orders from files (C1–C4, O1)."""

from collections import defaultdict
from copy import copy
from decimal import ROUND_HALF_UP
from functools import partial

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.auth.models import User
from apps.customers import rights
from apps.customers.actions import order_import
from apps.customers.actions.activity import plan_from_import
from apps.customers.duplicates import candidates
from apps.customers.models import Activity, Contact, Customer, Order, OrderLine
from apps.customers.models.order import FEN
from apps.foundation.wording import listed
from apps.kit.importing.figures import number
from apps.kit.importing.kinds import Kind, kind
from apps.kit.importing.references import named

MOST_NAMED = 20

named(Contact, "name", within="customer")


@kind
class Customers(Kind):
    code = "customers"
    model = Customer
    fields = (
        "number", "name", "region", "owner", "level", "satisfaction", "credit", "address", "postcode", "phone", "fax",
        "website", "licence_no", "legal_representative", "registered_capital", "annual_turnover", "bank",
        "bank_account", "local_tax_no", "national_tax_no", "created_at",
    )  # fmt: skip
    keys = (("number",), ("name",))
    prefix = "KH"
    once = frozenset({"created_at"})
    spared = frozenset({"region"})
    guards = {"owner": rights.DELETE_CUSTOMER, "created_at": rights.DELETE_CUSTOMER}

    def choices(self, name, by):
        if name == "owner":
            return User.objects.allowed(rights.CHANGE_CUSTOMER)
        return super().choices(name, by)

    def stored(self, drafts, run):
        """Say of new customers that they may have been there already, under another number or writing (C10)."""
        new = {draft.record.pk: draft for draft in drafts if draft.new}
        for pk, found in candidates.alike_each(new, run.by).items():
            names = listed(f"{one.name} · {one.why}" for one in found)
            new[pk].remark(_("It may be there already: %(names)s") % {"names": names})


@kind
class Contacts(Kind):
    code = "contacts"
    model = Contact
    fields = ("customer", "name", "sex", "position", "phone", "mobile", "email", "wechat", "memo", "is_primary")
    keys = (("customer", "name"),)
    once = frozenset({"is_primary"})

    def prepare(self, drafts):
        """A customer that has a first contact keeps it (C2)."""
        first = [draft for draft in drafts if draft.new and draft.record.is_primary]
        rows = Contact.objects.filter(customer__in={draft.record.customer_id for draft in first}, is_primary=True)
        taken = set(rows.values_list("customer", flat=True))
        for draft in first:
            if draft.record.customer_id in taken:
                draft.record.is_primary = False
                draft.left.append(str(self.field("is_primary").verbose_name))
            taken.add(draft.record.customer_id)


@kind
class Activities(Kind):
    code = "activities"
    model = Activity
    fields = (
        "customer", "contact", "at", "kind", "title", "place", "detail", "next_step", "next_date", "created_by",
    )  # fmt: skip
    keys = (("customer", "at", "title"),)
    once = system = frozenset({"created_by"})

    def stored(self, drafts, run):
        plan_from_import([draft.record for draft in drafts if draft.new])


@kind
class OrderLines(Kind):
    """Lines of orders; the same product may stand in an order more than once."""

    code = "order_lines"
    model = OrderLine
    fields = ("order", "product", "quantity", "unit", "price", "discount", "net_price")
    keys = (("order", "product"),)
    whole = "order"
    rights = rights.ORDERS

    def choices(self, name, by):
        """The order is locked before its lines, as by whoever corrects it."""
        rows = super().choices(name, by)
        return rows.select_for_update(of=("self",)) if name == self.whole else rows

    def visible(self, records, by):
        """All of them: no one can name an order that they may not see."""
        return {one.pk for one in records}

    def changeable(self, records, by):
        """Lines of drafts (O1)."""
        orders = Order.objects.filter(pk__in={one.order_id for one in records})
        within = set(orders.editable_by(by).values_list("pk", flat=True))
        return {one.pk for one in records if one.order_id in within}

    def reachable(self, records, by):
        """New lines of drafts, and those of orders that had no line before, in whatever state they were imported."""
        orders = Order.objects.filter(pk__in={one.order_id for one in records}).workable_by(by)
        older = OrderLine.objects.filter(order__in=orders).exclude(pk__in=[one.pk for one in records])
        begun = orders.filter(pk__in=older.values("order")).exclude(status=Order.Status.DRAFT)
        within = set(orders.exclude(pk__in=begun.values("pk")).values_list("pk", flat=True))
        return {one.pk for one in records if one.order_id in within}

    def settle(self, record, by):
        """What a line leaves out is the product's; the amount is computed (O1)."""
        record.settle()
        record.amount = record.compute() if record.quantity is not None else None
        if record.amount is not None and record.amount > Order.MAX_TOTAL:
            most = {"most": f"{Order.MAX_TOTAL:,.2f}"}
            raise ValidationError({"quantity": _("An order may not exceed ¥ %(most)s.") % most})

    def added_up(self, record):
        return record.order_id

    def totals(self, keys):
        return order_import.totals(keys)

    def worth(self, texts, maker):
        """Quantity × net unit price as they stand in the file, also where that is below nothing."""
        money = partial(number, money=True, currency=maker.run.currency)
        try:
            quantity = number(texts["quantity"])
            if "net_price" in texts:
                net = money(texts["net_price"])
            else:
                discount = maker.readings["discount"](texts["discount"]) if "discount" in texts else 0
                net = money(texts["price"]) * (1 - discount)
        except (KeyError, ValidationError):
            return None
        return (quantity * net).quantize(FEN, ROUND_HALF_UP)

    def stored(self, drafts, run):
        words = defaultdict(list)
        self.mind_prices(drafts, run)
        for draft in drafts:
            if draft.changes:
                words[draft.record.order_id].append(f"− {self.before(draft).in_words()}")
            if draft.changes or draft.new:
                words[draft.record.order_id].append(f"+ {draft.record.in_words()}")
        gone = self.gone(drafts, run)
        taken = order_import.put_aside({*words, *(line.order_id for line in gone)})
        for line in gone:
            words[line.order_id].append(f"− {line.in_words()}")
        OrderLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
        refused = order_import.add_up(words, taken, by=run.by, note=run.note)
        for draft in drafts:
            if reason := refused.pop(draft.record.order_id, ""):
                draft.row.refuse("", reason)
        run.memory["orders"].update(words)

    def mind_prices(self, drafts, run):
        """What a product costs now is not what was paid for it: of a history that is refused, else it is told (B9)."""
        for draft in drafts:
            priced = draft.texts.keys() & {"price", "net_price"}
            if draft.new and not priced and draft.record.order.status != Order.Status.DRAFT:
                if run.wish.history:
                    reason = _("Give the price: what the product costs now is not what this order was about.")
                    draft.row.refuse(run.makers[-1].title("price"), reason)
                else:
                    draft.remark(_("The file has no price: what the product costs now is taken."))

    def gone(self, drafts, run) -> list[OrderLine]:
        """Lines of these orders that the file does not have: each is named, and returned if it is to go (O1, O5)."""
        first = {draft.record.order_id: draft for draft in reversed(drafts)}
        rest = OrderLine.objects.filter(order__in=first).exclude(pk__in=[draft.record.pk for draft in drafts])
        lines = list(rest.select_related("order", "product"))
        mine = self.changeable(lines, run.by) if run.by and lines else {line.pk for line in lines}
        for line in lines:
            stays, goes = (
                _("Order %(order)s has more than the file: %(line)s."),
                _("Gone from order %(order)s: %(line)s."),
            )
            said = goes if run.wish.replace_lines and line.pk in mine else stays
            first[line.order_id].remark(said % {"order": line.order, "line": line.in_words()})
        return [line for line in lines if line.pk in mine] if run.wish.replace_lines else []

    def before(self, draft) -> OrderLine:
        line = copy(draft.record)
        for name, pair in draft.changes.items():
            setattr(line, name, self.field(name).to_python(pair[0]))
        return line

    def finish(self, run):
        lost = order_import.set_aside(run.losses.names, by=run.by, note=run.note)
        if lost:
            said = {"orders": listed([*lost][:MOST_NAMED]), "count": f"{len(lost):,}"}
            run.report.notes.append(
                _("All lines of %(count)s orders are refused: until they come these are drafts: %(orders)s") % said
            )
        keys = {*run.memory.pop("orders", ()), *lost.values()}
        run.report.notes += order_import.equal(keys)
        order_import.follow_up(keys)


@kind
class Orders(Kind):
    code = "orders"
    model = Order
    fields = ("number", "customer", "date", "ship_to", "salesperson", "status", "wanted_on", "remark")
    keys = (("number",),)
    prefix = "DD"
    once = frozenset({"status"})
    parts = OrderLines

    def added_up(self, record):
        return record.pk if isinstance(record, Order) else record.order_id

    def totals(self, keys):
        return order_import.totals(keys)

    def stored(self, drafts, run):
        for draft in drafts:
            if draft.new and draft.record.status in Order.SOLD and draft.record.date > timezone.localdate():
                said = {"status": draft.record.get_status_display(), "date": draft.record.date}
                draft.remark(_("This order is “%(status)s”, but its day, %(date)s, is still to come.") % said)
        run.memory["orders"].update(draft.record.pk for draft in drafts if draft.new or draft.changes)
        run.memory["customers"].update(draft.changes["customer"][0] for draft in drafts if "customer" in draft.changes)

    def finish(self, run):
        if count := order_import.without_lines(run.memory["orders"]):
            sentence = _("%(count)s orders have no line yet and are sales of ¥ 0 until their lines come.")
            run.report.notes.append(sentence % {"count": f"{count:,}"})
        run.report.notes += order_import.equal(run.memory["orders"])
        order_import.follow_up(run.memory.pop("orders", ()), run.memory.pop("customers", ()))
