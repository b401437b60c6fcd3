"""The lists of this module."""

from django_tables2 import Column

from apps.basedata.models import Category, Product, Stock, Warehouse
from apps.core.tables import LinkColumn, MoneyColumn, QuantityColumn, RecordTable, YesColumn


class CategoryTable(RecordTable):
    name = LinkColumn()

    class Meta(RecordTable.Meta):
        model = Category
        fields = ("name", "memo")


class ProductTable(RecordTable):
    name = LinkColumn()
    category = Column(order_by="category__name")
    price = MoneyColumn()
    discontinued = YesColumn()

    class Meta(RecordTable.Meta):
        model = Product
        fields = ("name", "number", "model", "batch", "category", "unit", "price", "discontinued")


class WarehouseTable(RecordTable):
    name = LinkColumn()

    class Meta(RecordTable.Meta):
        model = Warehouse
        fields = ("name", "address")


class StockTable(RecordTable):
    product = LinkColumn(order_by="product__name")
    warehouse = Column(order_by="warehouse__name")
    quantity = QuantityColumn(total=True)

    class Meta(RecordTable.Meta):
        model = Stock
        fields = ("product", "product__number", "warehouse", "bin", "quantity", "memo")
