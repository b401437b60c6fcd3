"""Why a file is not read: a reason by name, so that whoever asked can say it in the reader's language."""


class Unreadable(Exception):
    """A file that is damaged, too big or not what it says it is; the details belong to the sentence."""

    def __init__(self, reason: str, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details
