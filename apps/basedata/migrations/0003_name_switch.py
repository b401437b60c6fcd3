from django.db import migrations

CODED, PLAIN = "按客户自己的下单间隔预警（1 开，0 关）", "按客户自己的下单间隔预警"


def rename(apps, old, new):
    apps.get_model("basedata", "Parameter").objects.filter(code="churn_rhythm", name=old).update(name=new)


class Migration(migrations.Migration):
    """A switch says yes or no, so that its name need not tell what 1 and 0 mean."""

    dependencies = [("basedata", "0002_add_sort_keys")]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: rename(apps, CODED, PLAIN), lambda apps, _editor: rename(apps, PLAIN, CODED)
        )
    ]
