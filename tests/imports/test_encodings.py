"""In which encoding a text file is: told where it is clear, asked where it is not, and shown either way (B9)."""

import pytest

from apps.customers.models import Customer
from apps.kit.importing.reading.encodings import told_encoding
from apps.kit.importing.reading.refusal import Unreadable

HEAD = "name,region\n"
WESTERN = ["ANDRÉS", "Müller", "São Paulo", "Ångström", "naïve café", "CRÈME BRÛLÉE", "Señor Muñoz", "Łódź"]
TRADITIONAL = ["華信貿易有限公司", "遠航物流股份有限公司", "臺灣積體電路", "香港碁業"]
SIMPLIFIED = [
    "华信贸易有限公司",
    "晟鑫（上海）科技",
    "张三丰",
    "上海市浦东新区",
    "A公司",
    "5 号库，北门",
    "鑫淼商贸",
    "￥价格：１２",
]


def told(tmp_path, content: bytes) -> str:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    try:
        return told_encoding(path)
    except Unreadable as unreadable:
        return unreadable.reason


@pytest.mark.parametrize("name", [*WESTERN, " ".join(WESTERN)])
def test_western_letters_are_never_taken_for_chinese(tmp_path, name):
    encoding = "cp1250" if "Ł" in name and name == "Łódź" else "cp1252"
    content = (HEAD + name + ",x\n").encode(encoding, "replace")
    assert told(tmp_path, content) in ("unclear", "encoding")


@pytest.mark.parametrize("encoding", ["cp950", "shift_jis", "euc_jp", "cp1251"])
def test_other_scripts_are_not_guessed(tmp_path, encoding):
    texts = {"cp950": TRADITIONAL, "cp1251": ["Москва, Россия"]}.get(encoding, ["ひらがなと漢字", "カタカナの会社です"])
    for text in texts:
        assert told(tmp_path, (HEAD + text + ",x\n").encode(encoding)) in ("unclear", "encoding")


@pytest.mark.parametrize("name", SIMPLIFIED)
def test_chinese_is_told_from_one_cell(tmp_path, name):
    assert told(tmp_path, (HEAD + name + ",华东\n").encode("gbk")) == "gb18030"
    assert told(tmp_path, (HEAD + name + ",华东\n").encode()) == "utf-8"


def test_what_is_not_clear_is_asked_with_what_each_encoding_makes_of_it(refuse, bring, file):
    path = file("a.csv", b"name,region\nANDR\xc9S,Export\n")
    sentence = refuse("customers", path, "--create-missing").refusal
    assert sentence == (
        "Line 2 does not show clearly which encoding the file has. Say --encoding gb18030 if this is right: "
        "“ANDR蒘”, --encoding cp1252 if this is: “ANDRÉS”, --encoding big5 if this is: “ANDR⑶”. "
        "Or save the file as UTF-8."
    ).replace("ANDR⑶", b"ANDR\xc9S".decode("cp950", "replace"))
    outcome = bring("customers", path, "--create-missing", "--encoding", "cp1252", "--dry")
    assert "Read as CP1252. Look whether this is right: “ANDRÉS”\n" in outcome.text
    bring("customers", path, "--create-missing", "--encoding", "cp1252")
    assert Customer.objects.get().name == "ANDRÉS"


def test_big5_is_offered_and_read_with_what_windows_has_beside_it(bring, refuse, file):
    path = file("a.csv", HEAD + "香港碁業,x\n", "cp950")
    assert "--encoding big5 if this is: “香港碁業”" in refuse("customers", path).refusal
    bring("customers", path, "--create-missing", "--encoding", "big5")
    assert Customer.objects.get().name == "香港碁業"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_encoding_and_the_first_foreign_values_are_shown(bring, file, encoding):
    rows = "".join(f"公司{number},华东\n" for number in range(5))
    outcome = bring("customers", file("a.csv", HEAD + rows, encoding), "--dry")
    shown = "UTF-8" if encoding == "utf-8" else "GB18030"
    assert outcome.text.startswith(f"Read as {shown}. Look whether this is right: “公司0”, “华东”, “公司1”")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_named_and_read_when_it_is_asked_for(bring, refuse, file, encoding):
    path = file("a.csv", HEAD + "公司,华东\n", encoding)
    assert f"Say --encoding {encoding}" in refuse("customers", path).refusal
    bring("customers", path, "--encoding", encoding)
    assert Customer.objects.get().name == "公司"


def test_an_encoding_that_makes_no_text_is_refused(refuse, file):
    outcome = refuse("customers", file("a.csv", HEAD + "\\ud800,x\n"), "--encoding", "unicode_escape")
    assert outcome.refusal == "The file cannot be read as unicode_escape."


def test_line_ends_may_be_mixed(bring, file):
    bring(
        "customers", file("a.csv", b"name,region\r\n\xe7\x94\xb2,x\r\xe4\xb9\x99,x\n\xe4\xb8\x99,x"), "--create-missing"
    )
    assert [*Customer.objects.order_by("pk").values_list("name", flat=True)] == ["甲", "乙", "丙"]
