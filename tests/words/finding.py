"""Words of the other language in what is said: Latin ones in Chinese, Chinese ones in English, those allowed apart."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.words.reading import BOTH

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed.toml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\b(?:KH|XS|DD|FW)\d{6,}\b|https?://\S+")  # of a record; the product's own address in a mail
LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+(?:[-\'’&][A-Za-z]+)*")
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]+")  # punctuation too
FOREIGN = {"zh-hans": LATIN, "en": CHINESE}


def foreign(text: str, language: str) -> list[str]:
    """The words of a text that whoever reads this language does not understand."""
    found = FOREIGN[language].findall(NUMBER.sub("", text))
    return [word for word in found if word not in ALLOWED[language]]


def wrong(said: Iterable[tuple[str, str, str, str]], language: str) -> Iterator[str]:
    """Every place that says something else than the language, once: `page › place: words in …`."""
    seen = set()
    for page, place, text, lang in said:
        if (words := lang != BOTH and foreign(text, lang or language)) and (key := (page, place, *words)) not in seen:
            seen.add(key)
            yield f"{page} › {place}: {', '.join(words[:6])} in “{' '.join(text.split())[:90]}”"
