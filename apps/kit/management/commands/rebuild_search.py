"""Files every record for search and sorting anew, as the changes of records do one by one (Z7)."""

from django.core.management.base import BaseCommand

from apps.foundation.sorting import rebuild as sort_keys
from apps.kit.search.indexer import complete, findable_models, rebuild


class Command(BaseCommand):
    help = "Fills search and sort keys from the records, for instance after rows were written past the product."

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="only records that are not filed at all")

    def handle(self, *, missing, **options):
        for model in sort_keys.sorted_models():
            sort_keys.rebuild(model, missing=missing)
        for model in findable_models():
            if count := (complete if missing else rebuild)(model):
                self.stdout.write(f"{model._meta.verbose_name_plural}: {count:,}")
