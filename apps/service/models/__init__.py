"""The tables of this module."""

from apps.service.models.request import UNANSWERED, ServiceRequest, unanswered_since
from apps.service.models.target import Priority, ServiceTarget
from apps.service.models.work import Feedback, Work, rounds

__all__ = [
    "UNANSWERED",
    "Feedback",
    "Priority",
    "ServiceRequest",
    "ServiceTarget",
    "Work",
    "rounds",
    "unanswered_since",
]
