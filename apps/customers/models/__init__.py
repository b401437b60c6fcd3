"""Customers and what is known about them."""

from apps.customers.models.activity import Activity
from apps.customers.models.contact import Contact
from apps.customers.models.customer import Customer, Level
from apps.customers.models.delivery import DeliveryAddress
from apps.customers.models.duplicate import Duplicate, DuplicateKey, DuplicateScan, Merge
from apps.customers.models.loss import DelayMeasure, Loss
from apps.customers.models.order import Allocation, Order, OrderLine
from apps.customers.models.share import Share
from apps.customers.models.value import Value

__all__ = [
    "Activity", "Allocation", "Contact", "Customer", "DelayMeasure", "DeliveryAddress", "Duplicate", "DuplicateKey",
    "DuplicateScan", "Level", "Loss", "Merge", "Order", "OrderLine", "Share", "Value",
]  # fmt: skip
