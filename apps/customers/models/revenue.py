"""What a customer that is going was worth: its orders of the 12 months up to the last one (C7, R4)."""

from django.db.models import DateField, Func, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from apps.core.fields import MoneyField
from apps.customers.models.order import Order


class YearEarlier(Func):
    """The same day a year earlier; of 29 February the 28th."""

    output_field = DateField()
    template = "(%(expressions)s - INTERVAL '1 year')::date"

    def as_sqlite(self, compiler, connection, **context):
        # SQLite moves 29 February on to 1 March, a day too late.
        days = "date(%(expressions)s, '-1 year'), date(%(expressions)s, 'start of month', '-11 months', '-1 day')"
        return super().as_sql(compiler, connection, template=f"min({days})", **context)


def with_revenue(found: QuerySet) -> QuerySet:
    """Each warning with what its customer ordered in the 12 months up to the last order, in yuan."""
    last = OuterRef("last_order_date")
    sold = Order.objects.sold().filter(customer=OuterRef("customer"), date__lte=last, date__gt=YearEarlier(last))
    revenue = sold.order_by().values("customer").annotate(sum=Sum("total")).values("sum")
    return found.annotate(revenue=Coalesce(Subquery(revenue), 0, output_field=MoneyField()))
