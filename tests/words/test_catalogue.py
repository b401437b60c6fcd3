"""What the product can say, by the catalogue: no Latin word in a Chinese sentence, no Chinese one in an English one."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.words.finding import ALLOWED, CHINESE, foreign

CATALOGUE = Path(__file__).parents[2] / "locale/zh_Hans/LC_MESSAGES/django.po"
TEMPLATES = Path(__file__).parents[2] / "templates"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
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


def test_no_template_brings_chinese_of_its_own():
    """A page that says a sentence in both languages, where nobody can be asked for theirs, is the only one (C7)."""
    both = {"400.html", "500.html", "503.html", "operations/outage_text.html", "parts/look.html"}
    every = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.*")}
    written = {name: CHINESE.findall(COMMENT.sub("", text)) for name, text in every.items()}
    assert {name: found for name, found in written.items() if found and name not in both} == {}


def test_few_words_are_allowed_each_with_its_reason():
    assert len(ALLOWED["zh-hans"]) <= 60
    assert all(len(reason.split()) >= 2 for words in ALLOWED.values() for reason in words.values())


@pytest.mark.parametrize(("field", "text", "sentence"), [
    (forms.CharField(), "", "请填写这一项。"),
    (forms.ChoiceField(choices=[("a", "A")]), "b", "没有“b”这个选项，请从列表中选择。"),
    (forms.DateField(), "26-13-45", "请输入有效的日期，例如 2026-12-31。"),
    (forms.DateTimeField(), "gestern", "请输入有效的日期和时间，例如 2026-12-31 14:30。"),
    (forms.IntegerField(), "viel", "请输入整数。"),
    (forms.DecimalField(max_value=5), "6", "不能大于 5。"),
    (forms.DecimalField(min_value=5), "4", "不能小于 5。"),
    (forms.DecimalField(decimal_places=2), "1.005", "小数最多 2 位。"),
    (forms.DecimalField(max_digits=4), "12345", "最多 4 位数字。"),
    (forms.DecimalField(max_digits=4, decimal_places=2), "123", "小数点前最多 2 位。"),
    (forms.CharField(max_length=3), "一二三四", "最多 3 个字符，现在有 4 个。"),
])  # fmt: skip
def test_what_is_wrong_with_a_field_is_said_in_plain_chinese(field, text, sentence):
    with translation.override("zh-hans"), pytest.raises(ValidationError) as wrong:
        field.clean(text)
    assert wrong.value.messages == [sentence]
