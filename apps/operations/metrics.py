"""The figures somebody acts upon, for Prometheus, over all processes of this machine."""

import os
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from apps.operations import health
from apps.operations.backup import making
from apps.operations.backup.faults import Fault

# Kept in files where several processes serve: crm/gunicorn.conf.py names the folder.
OWN = CollectorRegistry()
REQUESTS = Counter("crm_requests_total", "Answers", ["method", "status"], registry=OWN)
SECONDS = Histogram(
    "crm_request_seconds",
    "How long answers took, by module",
    ["module"],
    buckets=(0.05, 0.1, 0.3, 0.5, 1, 2, 5, 10),
    registry=OWN,
)


def count(request, response, seconds: float) -> None:
    """Count an answer."""
    found = getattr(request, "resolver_match", None)
    method = request.method if request.method in ("GET", "POST", "HEAD") else "other"
    REQUESTS.labels(method, str(response.status_code)).inc()
    SECONDS.labels((found and found.app_name) or "other").observe(seconds)


def text() -> tuple[bytes, str]:
    """All figures as Prometheus reads them, and the kind of the text."""
    told = generate_latest(now())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)
        return generate_latest(shared) + told, CONTENT_TYPE_LATEST
    return generate_latest(OWN) + told, CONTENT_TYPE_LATEST


def now() -> CollectorRegistry:
    """What is looked at when it is asked for; -1 where there is nothing to say."""
    registry = CollectorRegistry()
    up = int(health.database() == "ok")
    gauge(registry, "crm_database_up", "Whether the database answers", up)
    gauge(registry, "crm_disk_free_bytes", "Room on the disk of CRM_VAR", health.free_bytes())
    gauge(registry, "crm_backup_age_seconds", "Age of the newest backup in BACKUP_DIR", backup_age())
    tasks = Gauge("crm_tasks", "Background tasks by state", ["state"], registry=registry)
    try:
        for state, number in DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")) if up else ():
            tasks.labels(state.lower()).set(number)
    except (DatabaseError, InterfaceError):
        pass  # crm_database_up has said so, or will the next time
    return registry


def gauge(registry: CollectorRegistry, name: str, meaning: str, number: float) -> None:
    Gauge(name, meaning, registry=registry).set(number)


def backup_age() -> float:
    try:
        return (datetime.now(UTC) - making.made(making.newest(settings.BACKUP_DIR))).total_seconds()
    except Fault:
        return -1
