"""What is said about a file must be true of it: columns, fields, kinds, lookups (B9)."""

import pytest

from apps.kit.importing.kinds import kinds

GOOD = "number,name,region\nA1,华信,华东\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--map", "Firma=name"], "There is no column “Firma”. The columns are: number, name, region."),
        (["--map", "name=owner_id"], "There is no field “owner_id”. The fields are: number (customer number), "),
        (["--map", "name=status"], "There is no field “status”."),
        (["--set", "id=1"], "There is no field “id”."),
        (["--set", "order_total=1"], "There is no field “order_total”."),
        (["--map", "name"], "“name” lacks the equals sign."),
        (["--set", "name"], "“name” lacks the equals sign."),
        (["--by", "nobody"], "There is no active user “nobody”."),
        (["--mapping", "no.toml"], "There is no file no.toml."),
        (["--rejects", "/no/such/folder/r.csv"], "/no/such/folder/r.csv cannot be written"),
    ],
)
def test_what_is_not_there_is_named(refuse, file, arguments, sentence):
    assert refuse("customers", file("a.csv", GOOD), *arguments).refusal.startswith(sentence)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.toml", "columns = 3"),
        ("m.toml", "this is not toml"),
        ("m.json", "[1]"),
        ("m.json", '{"colums": {}}'),
        ("m.json", '{"lookups": {"region": {"file": "x"}}}'),
        ("m.json", "\udcff"),
    ],
)
def test_a_mapping_file_that_is_none_is_refused(refuse, file, name, text):
    content = text.encode("utf-8", "surrogateescape")
    assert "is no mapping" in refuse("customers", file("a.csv", GOOD), "--mapping", file(name, content)).refusal


def test_rows_that_would_be_doubled_are_refused(refuse, file):
    outcome = refuse("customers", file("a.csv", "phone,region\n1,华东\n"))
    assert outcome.refusal == "Rows without customer number or customer name would be doubled when imported again."


def test_a_kind_that_is_none_is_answered_with_those_there_are(refuse):
    assert refuse("list").refusal == f"Kinds of rows: {', '.join(sorted(kinds()))}"


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_kind_tells_its_fields(bring, code):
    lines = bring(code).text.splitlines()
    assert [line.split()[0] for line in lines][: len(kinds()[code].fields)] == [*kinds()[code].fields]


LOOKUP = '{"lookups": {"region": {"file": "%s", "column": "id", "gives": ["%s"]}}, "columns": {"region": "region"}}'


def test_a_second_file_says_what_a_text_stands_for(bring, file):
    file("regions.csv", "id,label\n7,华东\n8,华北\n")
    bring(
        "customers",
        file("a.csv", GOOD.replace("华东", "7")),
        "--mapping",
        file("m.json", LOOKUP % ("regions.csv", "label")),
    )


@pytest.mark.parametrize(
    ("name", "column", "sentence"),
    [
        ("../regions.csv", "label", "“../regions.csv” must be in the same folder as the file to import."),
        ("/etc/passwd", "label", "“/etc/passwd” must be in the same folder as the file to import."),
        ("none.csv", "label", "There is no file"),
        ("regions.csv", "no", "regions.csv has no column no."),
    ],
)
def test_a_second_file_stays_in_its_folder_and_has_what_it_is_asked_for(refuse, file, name, column, sentence):
    file("regions.csv", "id,label\n7,华东\n")
    mapping = file("m.json", LOOKUP % (name, column))
    assert refuse("customers", file("a.csv", GOOD), "--mapping", mapping).refusal.startswith(sentence)
