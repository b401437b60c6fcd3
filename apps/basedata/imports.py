"""Products and stock from files, and how files name base data (B2, B3)."""

from apps.basedata.models import Category, DictItem, Product, Stock, Warehouse
from apps.basedata.rights import MANAGE_DICT, MANAGE_PRODUCT
from apps.kit.importing.kinds import Kind, kind
from apps.kit.importing.references import named

named(DictItem, "item", "value", right=MANAGE_DICT, usable={"active": True})
named(Category, "name", right=MANAGE_PRODUCT)
named(Warehouse, "name", right=MANAGE_PRODUCT)


@kind
class Categories(Kind):
    code = "categories"
    model = Category
    fields = ("name", "memo")
    keys = (("name",),)


@kind
class Products(Kind):
    code = "products"
    model = Product
    fields = ("number", "name", "model", "batch", "category", "unit", "price", "memo", "discontinued")
    keys = (("number",),)


@kind
class Stocks(Kind):
    code = "stock"
    model = Stock
    fields = ("product", "warehouse", "bin", "quantity", "memo")
    keys = (("product", "warehouse", "bin"),)
