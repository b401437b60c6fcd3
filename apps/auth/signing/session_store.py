"""Sessions in the database, each row saying whose it is: what settings name as the session engine."""

from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Stored

from apps.auth.signing.models import Session


class SessionStore(Stored):
    """Django's own, with the columns by which people recognise their sessions."""

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.address, row.device = data.get("address", ""), data.get("device", "")
        if "started" in data:
            row.started_at = datetime.fromtimestamp(data["started"], UTC)
            row.seen_at = datetime.fromtimestamp(data["seen"], UTC)
        return row
