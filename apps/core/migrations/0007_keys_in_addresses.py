"""Saved views name a record they filter by with its bare key, as the addresses of lists do now."""

import re

from django.db import migrations

BEFORE = re.compile(r"=%23(?=[0-9]{1,18}(&|$))")


def renew(apps, _schema):
    SavedView = apps.get_model("core", "SavedView")
    for view in SavedView.objects.filter(query__contains="=%23"):
        view.query = BEFORE.sub("=", view.query)
        view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [("core", "0006_add_sent")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
