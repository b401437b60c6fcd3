"""What an entity says about how it is found (Z7)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundBy:
    """The fields a record is found by; `beside` names what is shown beside it, such as the customer of a contact."""

    names: tuple[str, ...] = ()  # by any part, and by pinyin
    numbers: tuple[str, ...] = ()  # by their beginning, and by their last four characters or more
    phones: tuple[str, ...] = ()  # the same, in whatever way they are written here and there
    texts: tuple[str, ...] = ()  # by any part, in the entity's own list only
    beside: str = ""
    also: tuple[str, ...] = ()  # in the list also by what these references are called

    @property
    def fields(self) -> tuple[str, ...]:
        """What the box finds it by."""
        return self.names + self.numbers + self.phones

    @property
    def filed(self) -> tuple[str, ...]:
        """Everything it is found by anywhere."""
        return self.fields + self.texts
