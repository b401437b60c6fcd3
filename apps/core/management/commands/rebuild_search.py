"""Files every record for the search box anew, as the changes of records do one by one (Z7)."""

from django.core.management.base import BaseCommand

from apps.core.search.keeping import complete, findable_models, rebuild


class Command(BaseCommand):
    help = "Fills the search box from the records, for instance after rows were written past the product."

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="only records that are not filed at all")

    def handle(self, *, missing, **options):
        for model in findable_models():
            if count := (complete if missing else rebuild)(model):
                self.stdout.write(f"{model._meta.verbose_name_plural}: {count:,}")
