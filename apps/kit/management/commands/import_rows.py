"""Rows from a CSV or Excel file into the product; docs/import.md tells how."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.foundation.wording import listed
from apps.kit.importing.columns import Plan
from apps.kit.importing.kinds import Kind, kinds
from apps.kit.importing.mapping import Mapping, read_mapping
from apps.kit.importing.report import Report
from apps.kit.importing.run import Wish, import_rows
from apps.kit.importing.source import Source


class Command(BaseCommand):
    help = "Import rows from a CSV or Excel file; without a file, show what a kind can take."

    def add_arguments(self, parser):
        parser.add_argument("kind", help="customers, contacts, orders, …; “list” shows all")
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--map", action="append", default=[], metavar="“Column=field”", help="as often as needed")
        parser.add_argument("--set", action="append", default=[], metavar="“field=text”", help="the same in every row")
        parser.add_argument("--unit", action="append", default=[], metavar="“field=unit”", help="of its bare numbers")
        parser.add_argument("--mapping", type=Path, help="a TOML or JSON file with all of this")
        parser.add_argument("--date", action="append", default=[], help="a further way dates are written: %%d/%%m/%%Y")
        parser.add_argument("--currency", default="", metavar="USD", help="take amounts in it as yuan, as they stand")
        parser.add_argument("--control", action="append", default=[], help="“total=Column”, “rows=9”, “sum=12.50”")
        parser.add_argument("--sheet", default="", help="sheet of a workbook; the first visible one if not given")
        parser.add_argument("--header", type=int, default=1, help="line of the header")
        parser.add_argument("--encoding", default="", help="of a text file: gb18030, big5, cp1252, …")
        parser.add_argument("--by", default="", help="user name of who imports; within that person's rights and reach")
        parser.add_argument("--dry", action="store_true", help="check everything, store nothing")
        parser.add_argument("--keep-good", action="store_true", help="store the good rows beside bad ones")
        parser.add_argument("--create-missing", action="store_true", help="make missing dictionary items and the like")
        parser.add_argument("--replace-lines", action="store_true", help="lines of an order that the file lacks go")
        parser.add_argument("--history", action="store_true", help="old records: what the file lacks is unknown")
        parser.add_argument("--rejects", type=Path, help="write refused rows and the reasons to this CSV file")

    def handle(self, **given):
        person = self.person(given["by"])
        with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
            found = self.kind(given["kind"])
            if given["file"] is None:
                self.show(found)
                return
            names = ("dry", "keep_good", "history", "replace_lines", "rejects")
            asked = {name: given[name] for name in names}
            wish = Wish(person, make_missing=given["create_missing"], **asked)
            source = Source(given["file"], given["sheet"], given["encoding"], given["header"])
            try:
                report, plan = import_rows(found, source, self.mapping(given), wish)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            self.tell(report, plan)

    def person(self, username: str):
        if not username:
            return None
        person = get_user_model().objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(_("There is no active user “%(name)s”.") % {"name": username})
        return person

    def kind(self, code: str) -> Kind:
        if code not in kinds():
            raise CommandError(_("Kinds of rows: %(kinds)s") % {"kinds": listed(sorted(kinds()))})
        return kinds()[code]

    def mapping(self, given: dict) -> Mapping:
        """The mapping file, with what stands on the command line added."""
        mapping = read_mapping(given["mapping"]) if given["mapping"] else Mapping()
        mapping.columns += [self.pair(text, text.rpartition("=")) for text in given["map"]]
        mapping.constants |= [self.pair(text, text.partition("=")) for text in given["set"]]
        mapping.units |= [self.pair(text, text.partition("=")) for text in given["unit"]]
        mapping.dates += given["date"]
        mapping.currency = given["currency"].upper() or mapping.currency
        mapping.control |= [self.pair(text, text.partition("=")) for text in given["control"]]
        return mapping

    def pair(self, text: str, parts: tuple[str, str, str]) -> tuple[str, str]:
        left, equals, right = parts
        if not equals:
            raise CommandError(_("“%(text)s” lacks the equals sign.") % {"text": text})
        return left, right

    def show(self, found: Kind) -> None:
        for name in found.fields:
            self.stdout.write(f"{name:<24}{found.field(name).verbose_name}")
        if found.parts:
            self.show(found.parts())

    def tell(self, report: Report, plan: Plan) -> None:
        if report.told.get("foreign"):
            values = listed(f"“{one}”" for one in report.told["foreign"])
            named = {"encoding": report.told["encoding"].upper(), "values": values}
            self.stdout.write(_("Read as %(encoding)s. Look whether this is right: %(values)s") % named)
        for reason in report.problems.in_words():
            self.stderr.write(reason)
        if untold := report.problems.untold:
            self.stderr.write(_("… and %(count)s more; --rejects FILE tells all.") % {"count": untold})
        for remark in report.remarks.in_words():
            self.stderr.write(remark)
        for column, (count, examples) in report.readings.items():
            pairs = listed(f"“{text}” → {value}" for text, value in examples)
            named = {"column": column, "count": f"{count:,}", "pairs": pairs}
            self.stdout.write(_("Column “%(column)s”: %(count)s values are read as other ones: %(pairs)s") % named)
        for note in report.notes:
            self.stdout.write(note)
        if unused := plan.unused():
            self.stdout.write(_("Columns not used: %(titles)s") % {"titles": listed(unused)})
        figures = {"read": report.read, "refused": report.refused, "number": report.number}
        if report.refused and not report.kept:
            good = {"good": f"{report.read - report.refused:,}"}
            self.stdout.write(_("%(good)s rows are good; they would have been stored.") % good)
            raise CommandError(_("%(refused)s of %(read)s rows are refused. Nothing was stored.") % figures)
        self.count(report)
        if not report.kept:
            self.stdout.write(_("%(read)s rows are good. Nothing was stored, as you asked.") % figures)
        else:
            self.stdout.write(_("Import %(number)s: %(read)s rows read, %(refused)s refused.") % figures)

    def count(self, report: Report) -> None:
        """How many of each kind were stored, or would have been."""
        counted = _("%(kind)s: %(made)s new, %(changed)s changed, %(same)s unchanged")
        shown = "%s" if report.kept else _("It would have been: %s")
        for model in dict.fromkeys([*report.made, *report.changed, *report.same]):
            counts = {
                "kind": model._meta.verbose_name_plural,
                "made": report.made[model],
                "changed": report.changed[model],
                "same": report.same[model],
            }
            self.stdout.write(shown % (counted % counts))
        for label, count in report.left.items():
            self.stdout.write(_("%(count)s records keep their own “%(field)s”") % {"count": count, "field": label})
        for (label, text), count in report.assumed.items():
            said = {"count": f"{count:,}", "field": label, "text": text}
            self.stdout.write(_("The file says no “%(field)s” of %(count)s records: “%(text)s” is taken.") % said)
