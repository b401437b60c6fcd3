"""The filters of this module's lists."""

import django_filters

from apps.basedata.models import Category, Product, Stock, Warehouse
from apps.core.filters import NumberRangeFilter, PickFilter, RecordFilter


class CategoryFilter(RecordFilter):
    class Meta:
        model = Category
        fields = ("q",)


class ProductFilter(RecordFilter):
    """Products by number, name, model, grade, price (B2)."""

    category = PickFilter(queryset=Category.objects.all())
    price = NumberRangeFilter()

    class Meta:
        model = Product
        fields = ("q", "category", "discontinued", "price")


class WarehouseFilter(RecordFilter):
    class Meta:
        model = Warehouse
        fields = ("q",)


class StockFilter(RecordFilter):
    """Stock by product, warehouse and bin (B3)."""

    product = PickFilter(queryset=Product.objects.all())
    warehouse = django_filters.ModelChoiceFilter(queryset=lambda _r: Warehouse.objects.all())

    class Meta:
        model = Stock
        fields = ("q", "product", "warehouse", "bin")
