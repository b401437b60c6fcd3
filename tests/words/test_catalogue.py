"""What the product can say, by the catalogue: no Latin word in a Chinese sentence, no Chinese one in an English one."""

import re
from pathlib import Path

import pytest

from tests.words.finding import ALLOWED, foreign

CATALOGUE = Path(__file__).parents[2] / "locale/zh_Hans/LC_MESSAGES/django.po"
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%s|%%\w?|\{\{? ?\w+ ?\}?\}|<[^>]+>|\\n|bin/\w+(?: \w+)?|--[\w-]+|\.xlsx")
PAIR = re.compile(
    r'^msgid (".*(?:\n".*)*)(?:\nmsgid_plural (".*(?:\n".*)*))?\nmsgstr(?:\[0\])? (".*(?:\n".*)*)', re.MULTILINE
)


def said() -> list[tuple[str, str]]:
    """Every sentence of the catalogue with its language."""
    _head, *pairs = PAIR.findall(CATALOGUE.read_text(encoding="utf-8"))
    every = [
        (text, language)
        for *english, chinese in pairs
        for text, language in [*((one, "en") for one in english), (chinese, "zh-hans")]
    ]
    return [(FILLED_IN.sub(" ", "".join(re.findall(r'"(.*)"', text))), language) for text, language in every]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_sentence_is_of_its_own_language(language):
    assert [(words, text) for text, one in said() if one == language and (words := foreign(text, language))] == []


def test_few_words_are_allowed_each_with_its_reason():
    assert len(ALLOWED["zh-hans"]) <= 60
    assert all(len(reason.split()) >= 2 for words in ALLOWED.values() for reason in words.values())
