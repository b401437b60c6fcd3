"""The text box that suggests records, and the hidden companion that says which record its text stands for.

The companion holds the key and the text it was suggested or shown under: it counts only while the box still says that.
So two records of one name stay two, and what a person types is looked up, never read as a key.
"""

from collections.abc import Iterable

from django import forms


class Named(str):
    """What stands in a picker: the text, and the key of the record it was suggested or shown for, if it was."""

    key: int | None

    def __new__(cls, text: str, key: int | None = None):
        named = super().__new__(cls, text)
        named.key = key
        return named

    @property
    def companion(self) -> str:
        """What the hidden companion says beside this text."""
        return "" if self.key is None else f"{self.key} {self}"


def bare(text: str) -> str:
    """A text without what a browser does not send back as it came: line ends, control characters, blanks around it."""
    return "".join(filter(str.isprintable, text)).strip()


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def all_of(data, name: str) -> Iterable[str]:
    """Every value a form sends under a name."""
    return data.getlist(name) if hasattr(data, "getlist") else filter(None, [data.get(name)])


def named(text: str, companions: Iterable[str]) -> Named:
    """The text of a box with the key of the companion that belongs to it; without one where the text was typed."""
    for companion in companions:
        key, _blank, shown = companion.partition(" ")
        if is_key(key) and bare(shown) == bare(text):
            return Named(text, int(key))
    return Named(text)


class Picker(forms.TextInput):
    """A text box that suggests records while one types; without scripts the number or the whole name does (C1)."""

    template_name = "parts/picker.html"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = self.beside = ""
        self.offers = ()  # records one of which may be meant by what was typed

    def names(self, name: str) -> tuple[str, str]:
        """The names of the box and of its companion."""
        return name, f"{name}-key"

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        box, companion = self.names(name)
        context["widget"] |= {"address": self.address, "beside": self.beside, "box": box, "companion": companion}
        return context | {"offers": self.offers}

    def value_from_datadict(self, data, files, name):
        box, companion = self.names(name)
        text = data.get(box)
        return None if text is None else named(str(text), all_of(data, companion))


class AddressPicker(Picker):
    """A picker of a filter: an address carries the key under the name itself, a form beside it the text in the box."""

    suffixes = ("text",)

    def names(self, name):
        return f"{name}_text", name

    def value_from_datadict(self, data, files, name):
        if f"{name}_text" in data:
            return super().value_from_datadict(data, files, name)
        given = data.get(name) or ""
        return Named("", int(given)) if is_key(given) else Named(given)

    def value_omitted_from_data(self, data, files, name):
        return not {*self.names(name)} & data.keys()
