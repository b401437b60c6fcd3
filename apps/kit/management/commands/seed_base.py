"""Base data of a new installation: dictionary, settings, roles and service targets from fixtures/."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

FOLDER = Path(settings.BASE_DIR) / "fixtures"


class Command(BaseCommand):
    help = "Add the base data that is missing; what the company has changed stays as it is."

    @transaction.atomic
    def handle(self, **options):
        for file in sorted(FOLDER.glob("*.json")):
            for block in json.loads(file.read_text(encoding="utf-8")):
                added = sum(map(self.adder(block), block["rows"]))
                if added and options["verbosity"]:
                    self.stdout.write(f"{block['model']}: {added} added")

    def adder(self, block: dict):
        """A function that adds one row of a block unless a row with the same key is there."""
        model, key = apps.get_model(block["model"]), block["key"]

        def add(row: dict) -> bool:
            many = {name: row[name] for name in row if isinstance(row[name], list)}
            values = {name: row[name] for name in row if name not in many}
            record, added = model.objects.get_or_create(
                **{name: values[name] for name in key if values[name] is not None},
                **{f"{name}__isnull": True for name in key if values[name] is None},
                defaults=values,
            )
            for name, codes in many.items() if added else ():
                field = getattr(record, name)
                field.set(field.model.objects.filter(code__in=codes))
            return added

        return add
