"""Why a file or a cell is not read: a reason by name, so that whoever asked can say it in the reader's language."""

Row = tuple[int, list[str], dict[int, str]]  # the line, its texts, and of the cells that are no values the reasons


class Unreadable(Exception):
    """A file that is damaged, too big or not what it says it is; the details belong to the sentence."""

    def __init__(self, reason: str, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details
