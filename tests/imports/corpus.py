"""Seventy-odd files made to do damage, each written by a few lines: `FILES[name]` makes its bytes (checks B9)."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

HEAD = "name,region\n"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
START = f'<?xml version="1.0"?><worksheet {SPACE}><sheetData>'
END = "</sheetData></worksheet>"
NAMES = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MERGED = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:Z{n}"/>' for n in range(2, 3000)) + "</mergeCells>"
ELSEWHERE = "<Relationships><Relationship Id='rId1' Target='../../../../etc/passwd' Type='x'/></Relationships>"
ENTITY = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'


def book(replaced=None, added=(), without=(), lead=b"", tail=b"") -> bytes:
    """A workbook with some of its parts replaced, added or left out, and bytes before and behind it."""
    plain, made = BytesIO(), BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as good, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            if name not in without:
                bad.writestr(name, (replaced or {}).get(name, good.read(name)))
        for name, content in added:
            bad.writestr(name, content)
    return lead + made.getvalue() + tail


def cells(*xml: str) -> bytes:
    """A workbook whose second row holds these cells."""
    return book({SHEET: f'{START}{NAMES}<row r="2">{"".join(xml)}</row>{END}'})


def sheets(count: int, state: str = "visible") -> bytes:
    made, file = Workbook(), BytesIO()
    for number in range(count):
        made.create_sheet(f"s{number}").sheet_state = state
    made.save(file)
    return file.getvalue()


def flagged() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    content = bytearray(book())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + place] |= 1
            start += 4
    return bytes(content)


def many(text: str, count: int) -> str:
    return HEAD + f"{text},华东\n" * count


TEXT = {
    "utf-16": lambda: (HEAD + "甲,火星\n").encode("utf-16"),
    "utf-16 without mark": lambda: (HEAD + "甲,火星\n").encode("utf-16-le"),
    "utf-32": lambda: (HEAD + "甲,火星\n").encode("utf-32"),
    "latin-1": lambda: (HEAD + "Müller,Köln\n").encode("latin-1"),
    "gbk and utf-8 mixed": lambda: HEAD.encode() + "甲,华东\n".encode("gbk") + "乙,华东\n".encode(),
    "overlong utf-8": lambda: HEAD.encode() + b"\xc0\xae\xc0\xae\xc0\xaf,x\n",
    "surrogates": lambda: HEAD.encode() + b"\xed\xa0\x80,x\n",
    "half a character": lambda: (HEAD + "甲").encode()[:-1],
    "utf-7": lambda: HEAD.encode() + b"+ADw-script+AD4-,x\n",
    "nothing but NUL": lambda: b"\x00" * 5000,
    "NUL in the head": lambda: b"na\x00me,region\nx,y\n",
    "only CR": lambda: (HEAD + "甲,火星\n").replace("\n", "\r").encode(),
    "open quote": lambda: (HEAD + '"甲,火星\n乙,华东\n').encode(),
    "quote in the head": lambda: b'na"me,region\nx,y\n',
    "head alone": lambda: HEAD.encode(),
    "same heads": lambda: b"name,name,region\na,b,c\n",
    "blank heads": lambda: b" ,,\nx,y,z\n",
    "full-width heads": lambda: "ｎａｍｅ，ｒｅｇｉｏｎ\n甲，火星\n".encode(),
    "head of 100,000 characters": lambda: b"x" * 100_000 + b"\na\n",
    "ragged": lambda: (HEAD + "甲\n乙,火星,x,y,z\n").encode(),
    "unknown choice": lambda: (HEAD + "甲,火星\n").encode(),
    "infinite numbers": lambda: b"name,region,registered_capital\na,x,1e999\nb,x,NaN\nc,x,-inf\n",
    "days that are not": lambda: "name,region,founded\n甲,火星,2020-02-30\n乙,火星,99999-01-01\n".encode(),
    "SQL": lambda: many("'; DROP TABLE sys_user; --", 3).replace("华东", "x' OR '1'='1").encode(),
    "markup": lambda: many("<script>alert(1)</script>", 3).replace("华东", "<img src=x>").encode(),
    "template": lambda: many("{{7*7}}{% debug %}${7*7}", 3).replace("华东", "{{ settings.SECRET_KEY }}").encode(),
    "formula": lambda: many("=cmd|' /C calc'!A0", 3).replace("华东", "=1+1").encode(),
    "control characters": lambda: many("a\x1b[2Kb\x07c\x08", 3).encode(),
    "bidi and joiners": lambda: many("\u202egpj.exe\u200b\u200d\ufeff", 3).replace("华东", "\u202e").encode(),
    "header injection": lambda: b'name,region\n"a\r\nBcc: x@evil.example\r\n",x\n',
    "500 equal rows": lambda: many("同一家", 500).replace("华东", "火星").encode(),
    "a cell of 100,000": lambda: (HEAD + "x" * 100_000 + ",火星\n").encode(),
    "semicolons and tabs": lambda: b"name;region\tphone\nx;y\tz\n",
    "a million commas": lambda: b"," * 1_000_000,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "program": lambda: b"MZ\x90\x00" + bytes(range(256)) * 20,
    "another archive": lambda: b"\x1f\x8b\x08\x00" + bytes(500),
    "workbook called text": book,
}
BOOKS = {
    "string out of range": lambda: cells('<c r="A2" t="s"><v>99999999</v></c>'),
    "string below zero": lambda: cells('<c r="A2" t="s"><v>-1</v></c>'),
    "style out of range": lambda: cells('<c r="A2" s="99999999"><v>1</v></c>'),
    "number beyond all": lambda: cells('<c r="A2"><v>1e99999</v></c>', '<c r="B2"><v>NaN</v></c>'),
    "day before all days": lambda: cells('<c r="A2" t="d"><v>-99999-13-45T99:99:99</v></c>'),
    "errors": lambda: cells('<c r="A2" t="e"><v>#REF!</v></c>', '<c r="B2" t="e"><v>#N/A</v></c>'),
    "yes for a name": lambda: cells('<c r="A2" t="b"><v>7</v></c>'),
    "type nobody knows": lambda: cells('<c r="A2" t="evil"><v>x</v></c>'),
    "formula without value": lambda: cells('<c r="A2"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c>'),
    "dde": lambda: cells('<c r="A2" t="str"><f>cmd|"/C calc"!A0</f><v>x</v></c>'),
    "control characters": lambda: cells('<c r="A2" t="inlineStr"><is><t>a_x0000_b_x001B_c</t></is></c>'),
    "cell of 40,000": lambda: cells(f'<c r="A2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c>'),
    "cut xml": lambda: book({SHEET: START + NAMES}),
    "no xml": lambda: book({SHEET: b"\x00\x01\x02" * 500}),
    "other encoding": lambda: book({SHEET: (START + NAMES + END).encode("utf-16")}),
    "deep": lambda: book({SHEET: START + "<a>" * 50_000 + "</a>" * 50_000 + END}),
    "attribute of a megabyte": lambda: book({SHEET: f'{START}<row r="1" x="{"y" * 1_000_000}">{END}'}),
    "laughs in the strings": lambda: book(added=[(STRINGS, f"{ENTITY}<sst {SPACE}><si><t>&c;</t></si></sst>")]),
    "entity of a file": lambda: book({BOOK: f"{OUTSIDE}<workbook>&a;</workbook>"}),
    "no sheet": lambda: book(without=(SHEET,)),
    "no list of sheets": lambda: book(without=(BOOK,)),
    "no relations": lambda: book(without=("xl/_rels/workbook.xml.rels",)),
    "relations to elsewhere": lambda: book({"xl/_rels/workbook.xml.rels": ELSEWHERE}),
    "member outside": lambda: book(added=[("../../../../tmp/evil.txt", "x"), ("/etc/evil", "x")]),
    "members twice": lambda: book(added=[(SHEET, START + NAMES + END), (SHEET, "<x/>")]),
    "archive inside": lambda: book(added=[("xl/embeddings/a.zip", book())]),
    "macros": lambda: book(added=[("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 500)]),
    "said to be encrypted": flagged,
    "something before it": lambda: book(lead=b"#!/bin/sh\nrm -rf /\n"),
    "something behind it": lambda: book(tail=b"<script>alert(1)</script>" * 100),
    "cut": lambda: book()[:-200],
    "only its end": lambda: book()[-22:],
    "three hundred sheets": lambda: sheets(300),
    "hidden sheets": lambda: sheets(3, "veryHidden"),
    "merged everything": lambda: book({SHEET: f"{START}{NAMES}</sheetData>{MERGED}</worksheet>"}),
}  # fmt: skip
FILES = {f"{name}.csv": make for name, make in TEXT.items()} | {f"{name}.xlsx": make for name, make in BOOKS.items()}
