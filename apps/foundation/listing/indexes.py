"""The indexes a long list needs: one for its order, one for its recycle bin."""

from django.db.models import Index, Q


def of_list(name: str, *fields: str) -> Index:
    """For rows that are not in the bin, in the order a list shows them."""
    return Index(fields=fields, name=name, condition=Q(deleted_at__isnull=True))


def of_bin(name: str) -> Index:
    """For the few rows that are in the bin, the latest first."""
    return Index(fields=["-deleted_at"], name=name, condition=Q(deleted_at__isnull=False))
