from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service", "0004_let_the_past_be_unknown")]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="urged_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last urged at"),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="source",
            field=models.CharField(
                choices=[
                    ("phone", "by phone"),
                    ("visit", "on a visit"),
                    ("message", "by WeChat or text message"),
                    ("mail", "by e-mail"),
                    ("staff", "entered by staff"),
                    ("customer", "from the customer"),
                ],
                default="staff",
                max_length=10,
                verbose_name="from",
            ),
        ),
    ]
