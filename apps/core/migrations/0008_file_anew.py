from django.db import migrations


class Migration(migrations.Migration):
    """Phones, traditional characters and readings are filed otherwise than before: the next start files all anew."""

    dependencies = [
        ('core', '0007_keys_in_addresses'),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM core_findable", migrations.RunSQL.noop),
    ]
