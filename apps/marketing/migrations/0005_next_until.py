from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from apps.marketing.models.last_day import LastDay


def read_from_the_plans(apps, schema_editor):
    """Until now the last day of a step passed for its only one, and a closed chance kept what nobody does any more."""
    chances, steps = (apps.get_model("marketing", name).objects for name in ("Chance", "PlanStep"))
    to_do = steps.filter(chance=OuterRef("pk"), done_at=None, deleted_at=None)
    first = to_do.annotate(last_day=LastDay("date", "duration")).order_by("last_day", "order", "pk")
    days = {"next_date": Subquery(first.values("date")[:1]), "next_until": Subquery(first.values("last_day")[:1])}
    chances.exclude(next_date=None).filter(status__in=["unassigned", "developing"]).update(**days)
    chances.filter(status__in=["won", "lost"]).update(next_date=None, next_until=None, next_step="")


class Migration(migrations.Migration):
    dependencies = [("marketing", "0004_board_indexes")]

    operations = [
        migrations.AddField(
            model_name="chance",
            name="next_until",
            field=models.DateField(editable=False, null=True, verbose_name="next step until"),
        ),
        migrations.RunPython(read_from_the_plans, migrations.RunPython.noop, elidable=True),
    ]
