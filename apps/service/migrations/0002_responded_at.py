from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Greatest


def read_from_works_and_log(apps, schema_editor):
    """Until now the end of the first round passed for the answer, and was kept as the end of every round."""
    requests, works = (apps.get_model("service", name).objects for name in ("ServiceRequest", "Work"))
    done = works.filter(request=OuterRef("pk"), deleted_at=None).order_by("at")
    first = Greatest(Subquery(done.values("at")[:1]), F("created_at"))
    requests.filter(Exists(done)).update(responded_at=first)
    requests.filter(responded_at=None).update(responded_at=F("handled_at"))
    entries = apps.get_model("core", "Entry").objects.filter(
        kind__app_label="service", kind__model="servicerequest", action="service.servicerequest.handle"
    )
    handled = entries.filter(object_id=OuterRef("pk")).order_by("-id")
    later = requests.filter(round__gt=1)
    later.filter(Exists(handled), status__in=["handled", "archived"]).update(handled_at=Subquery(handled.values("at")[:1]))
    later.filter(status="assigned").update(handled_at=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0006_add_sent"), ("service", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="responded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first handled at"),
        ),
        migrations.RunPython(read_from_works_and_log, migrations.RunPython.noop, elidable=True),
    ]
