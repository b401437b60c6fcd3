"""The entities of this module."""

from django.utils.translation import gettext_lazy as _

from apps.basedata import filters, forms, tables
from apps.basedata.models import Category, Product, Stock, Warehouse
from apps.core import pages

pages.add(
    Product,
    table=tables.ProductTable,
    filter=filters.ProductFilter,
    form=forms.ProductForm,
    slug="products",
    icon="package",
    panel_on=("category",),
    head=("number", "price", "unit", "category"),
    facts=((_("Product"), ("model", "batch", "discontinued", "memo", "picture")),),
)
pages.add(
    Category,
    table=tables.CategoryTable,
    filter=filters.CategoryFilter,
    form=forms.CategoryForm,
    slug="categories",
    icon="category",
    facts=((_("Category"), ("memo",)),),
)
pages.add(
    Warehouse,
    table=tables.WarehouseTable,
    filter=filters.WarehouseFilter,
    form=forms.WarehouseForm,
    slug="warehouses",
    icon="building-warehouse",
    facts=((_("Warehouse"), ("address",)),),
)
pages.add(
    Stock,
    table=tables.StockTable,
    filter=filters.StockFilter,
    form=forms.StockForm,
    slug="stock",
    icon="packages",
    panel_on=("product", "warehouse"),
    head=("product", "warehouse", "bin", "quantity"),
    facts=((_("Stock"), ("memo",)),),
)
