"""The page that says who reads and changes a record (Z8)."""

from apps.core.views import Page
from apps.kit.access import rules


class AccessPage(Page):
    """Who may read and change a record, and by which rule (Z8)."""

    role = "access"

    def get(self, request, pk):
        record = self.record()
        return self.show("access", {"record": record, "people": rules.of_record(record)})
