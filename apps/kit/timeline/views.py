"""The story of a record: on its page, and whole on a page of its own."""

from apps.core.read_count import note
from apps.core.views import PER_PAGE, Page, RecordExtra
from apps.kit.timeline.story import Story, portion


class StoryOfRecord(RecordExtra):
    """What happened to a record, below its facts; a portion of it alone where that is asked for (C3)."""

    def part(self, page, record):
        part = portion(page.request)
        return page.show("_story", self.shown(page, record) | {"record": record, "part": part}) if part else None

    def shown(self, page, record):
        return {"story": Story(record, page.request.user, page.request.GET)}


class HistoryPage(Page):
    """Everything that ever happened to a record, old and new values side by side (P5)."""

    role = "history"

    def get(self, request, pk):
        record = self.record("known_to")
        part = portion(request)
        story = Story(record, request.user, request.GET, PER_PAGE[0])
        note(story.entries)
        return self.show(
            "_story" if part else "history", {"record": record, "story": story, "part": part, "full": True}
        )
