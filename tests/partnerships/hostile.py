"""A generator of files nobody should be able to hurt us with, for goal G5 of reliability."""

import zipfile
from typing import NamedTuple

from tests.partnerships.handmade import (
    BILLION_LAUGHS,
    BODY,
    HEAD,
    OFFICE,
    OUTSIDE,
    RELATIONS,
    archive,
    doctype,
    duplicated,
    flagged,
    inline,
    lying,
    parts,
    sheet,
    with_cell,
    with_part,
    without,
    workbook,
)

MIB = 2**20


class Hostile(NamedTuple):
    """A file, and the code of the refusal it must meet; none when it is harmless after all."""

    label: str
    name: str
    data: bytes
    code: str | None


def ordinary():
    """One or two of each family, cheap to make, for every run of the tests."""
    yield Hostile("only separators", "a.csv", b";;;\n;;;\n", "separator")
    yield Hostile("a quote never closed", "a.csv", b'a;b\n1;"2\n' + b"3;4\n" * 50, "quotes")
    yield Hostile("nul", "a.csv", b"a;b\n1;\x002\n", "nul")
    yield Hostile("no separator", "a.csv", b"Nom\nNadia\n", "separator")
    yield Hostile("a workbook in disguise", "a.csv", workbook(), "signature")
    yield Hostile("cut in the middle", "a.xlsx", workbook()[:900], "damaged")
    yield Hostile("a document", "a.xlsx", workbook(kind="application/msword"), "damaged")
    yield Hostile("encrypted", "a.xlsx", flagged(), "locked")
    yield Hostile("a directory that lies", "a.xlsx", lying(), "damaged")
    yield Hostile("a way out", "a.xlsx", with_part("../../etc/passwd"), "damaged")
    yield Hostile(
        "billion laughs in the strings",
        "a.xlsx",
        doctype("xl/sharedStrings.xml", BILLION_LAUGHS),
        "dtd",
    )
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + BILLION_LAUGHS + sheet()).encode("utf-16")
    yield Hostile("a doctype in utf-16", "a.xlsx", workbook(wide), "dtd")
    yield Hostile("a formula", "a.xlsx", with_cell("<c r='B2'><f>1+1</f><v>2</v></c>"), "formula")
    same = "<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>" * 4_000
    big = f"<si><t> {'x' * 9_000}</t></si>"
    yield Hostile(
        "one long string everywhere",
        "a.xlsx",
        workbook(sheet(HEAD + same), strings=big),
        "too_much_text",
    )
    last = "<row><c r='XFD3'><v>1</v></c></row>"
    yield Hostile(
        "the last column",
        "a.xlsx",
        workbook(sheet(HEAD + BODY + last.replace("<row", "<row r='3'"))),
        "no_header",
    )
    twice = "<c r='B2'><v>1</v></c><c r='B2'><v>2</v></c>"
    yield Hostile("the same cell twice", "a.xlsx", with_cell(twice), "damaged")
    yield Hostile("lzma", "a.xlsx", archive(parts(), zipfile.ZIP_LZMA), "damaged")
    yield Hostile("the same part twice", "a.xlsx", duplicated(), "damaged")
    many = parts() | {f"xl/media/{n}.png": b"" for n in range(300)}
    yield Hostile("too many entries", "a.xlsx", archive(many), "entries")
    yield Hostile("no closing tag", "a.xlsx", workbook(sheet()[:-20]), "damaged")
    long = with_cell(inline("x" * 300_000))
    yield Hostile("a cell of 300 000 characters", "a.xlsx", long, "long_cell")
    yield Hostile("macros", "a.xlsx", with_part("xl/VBAProject.bin"), "forbidden_part")
    yield Hostile("links", "a.xlsx", with_part("xl/externalLinks/a.xml"), "forbidden_part")


def csv_files():
    yield Hostile("empty", "a.csv", b"", "empty")
    yield Hostile("blank", "a.csv", b" \r\n\t\n", "empty")
    yield Hostile("header only", "a.csv", b"Nom;Ville\n", "no_row")
    yield Hostile("over five megabytes", "a.csv", b"a;b\n" * 1_400_000, "too_big")
    yield Hostile(
        "five megabytes of line ends", "a.csv", b"a;b\n" + b"\n" * (5 * MIB - 9), "no_row"
    )
    yield Hostile(
        "five megabytes of one cell", "a.csv", b"a;b\n1;" + b"x" * (5 * MIB - 9), "quotes"
    )
    yield Hostile("five megabytes of separators", "a.csv", b";" * (5 * MIB - 9), "separator")
    yield Hostile("a title of every width", "a.csv", b"a;" * MIB + b"\n1;2\n", "too_many_columns")
    yield Hostile(
        "101 columns", "a.csv", b";".join(b"c%d" % n for n in range(101)), "too_many_columns"
    )
    yield Hostile("5 001 rows", "a.csv", b"a;b\n" + b"1;2\n" * 5_001, "too_many_rows")
    yield Hostile("a quote closed too early", "a.csv", b'a;b\n1;"2"3\n', "quotes")
    yield Hostile("quotes without end", "a.csv", b'a;b\n1;"' + b'""' * MIB, "quotes")
    yield Hostile("a cell of 10 001 characters", "a.csv", b"a;b\n1;" + b"x" * 10_001, "long_cell")
    yield Hostile("a longer row", "a.csv", b"a;b\n1;2\n1;2;3\n", "unequal_row")
    yield Hostile("a shorter row", "a.csv", b"a;b\n1;2\n1\n", "unequal_row")
    yield Hostile("utf-16", "a.csv", "a;b\n1;2\n".encode("utf-16"), "nul")
    yield Hostile("utf-32", "a.csv", "a;b\n1;2\n".encode("utf-32"), "nul")
    yield Hostile("no encoding", "a.csv", b"a;b\n\x81\x8d;\xff\n", "encoding")
    yield Hostile("random bytes", "a.csv", bytes(range(1, 256)) * 40, "encoding")
    yield Hostile("another separator", "a.csv", b"Nom|Ville\nNadia|Lille\n", "separator")
    yield Hostile("the same title twice", "a.csv", b"Nom;nom \n1;2\n", "duplicate_header")
    yield Hostile("a title missing", "a.csv", b"Nom;;Ville\n1;2;3\n", "empty_header")
    yield Hostile("a pdf in disguise", "a.csv", b"%PDF-1.7;x\n1;2\n", "signature")
    yield Hostile("a page in disguise", "a.csv", b"<html>;x\n1;2\n", "signature")
    yield Hostile("an old workbook in disguise", "a.csv", b"\xd0\xcf\x11\xe0;x\n1;2\n", "signature")
    yield Hostile("a program", "a.exe", b"MZ;x\n1;2\n", "extension")
    yield Hostile("no extension", "liste", b"a;b\n1;2\n", "extension")
    yield Hostile("an extension in a folder", "../../a.csv/passwd", b"a;b\n1;2\n", "extension")
    yield Hostile("markup in a cell", "a.csv", b"a;b\n<script>alert(1)</script>;{{ x }}\n", None)
    yield Hostile("a formula as text", "a.csv", b"a;b\n=1+1;@x\n", None)
    yield Hostile("two line ends of the Macintosh", "a.csv", b"a;b\r1;2\r", None)


def archives():
    yield Hostile("not an archive", "a.xlsx", b"a;b\n1;2\n", "signature")
    yield Hostile("an old workbook", "a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "locked")
    yield Hostile("a macro workbook", "a.xlsm", workbook(), "extension")
    yield Hostile("signature and nothing else", "a.xlsx", b"PK\x03\x04", "damaged")
    yield Hostile("signature and junk", "a.xlsx", b"PK\x03\x04" + b"\x17" * 5_000, "damaged")
    yield Hostile("no directory", "a.xlsx", workbook().partition(b"PK\x01\x02")[0], "damaged")
    yield Hostile("an empty archive", "a.xlsx", archive({"a": "b"}), "damaged")
    yield Hostile(
        "declared with macros",
        "a.xlsx",
        workbook(kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "damaged",
    )
    for path in parts():
        if path not in ("xl/styles.xml", "xl/sharedStrings.xml"):
            yield Hostile(f"without {path}", "a.xlsx", without(path), "damaged")
    yield Hostile("bzip2", "a.xlsx", archive(parts(), zipfile.ZIP_BZIP2), "damaged")
    yield Hostile("an absolute path", "a.xlsx", with_part("/etc/passwd"), "damaged")
    yield Hostile("a path of Windows", "a.xlsx", with_part("C:/x"), "damaged")
    for path in (
        "xl/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/connections.xml",
        "xl/queryTables/queryTable1.xml",
    ):
        yield Hostile(f"with {path}", "a.xlsx", with_part(path), "forbidden_part")
    yield Hostile(
        "61 megabytes announced", "a.xlsx", with_part("xl/a.bin", bytes(61 * MIB)), "unpacked"
    )
    yield Hostile(
        "the same strings again and again",
        "a.xlsx",
        archive(
            parts(strings="<si><t>x</t></si>" * 200_000)
            | {
                "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>"
                + "".join(
                    f'<Relationship Id="a{n}" Type="{OFFICE}/sharedStrings" '
                    'Target="sharedStrings.xml"/>'
                    for n in range(50)
                )
                + f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
                "</Relationships>"
            }
        ),
        "too_much_text",
    )


def markup():
    yield Hostile(
        "billion laughs in the sheet",
        "a.xlsx",
        doctype("xl/worksheets/sheet1.xml", BILLION_LAUGHS),
        "dtd",
    )
    yield Hostile("an outside entity", "a.xlsx", doctype("xl/workbook.xml", OUTSIDE), "dtd")
    yield Hostile("a bare doctype", "a.xlsx", doctype("xl/styles.xml", "<!DOCTYPE z>"), "dtd")
    yield Hostile("an undefined entity", "a.xlsx", with_cell(inline("&x;")), "damaged")
    strange = f'<?xml version="1.0" encoding="utf-7"?>{sheet()}'
    yield Hostile("an unknown encoding", "a.xlsx", workbook(strange), "damaged")
    yield Hostile(
        "a hundred thousand nested tags", "a.xlsx", workbook(sheet("<a>" * 100_000)), "damaged"
    )
    yield Hostile(
        "59 megabytes of tags", "a.xlsx", workbook(sheet("<c/>" * 14_000_000)), "unpacked"
    )
    yield Hostile(
        "59 megabytes of rows", "a.xlsx", workbook(sheet("<row/>" * 9_000_000)), "unpacked"
    )
    yield Hostile(
        "59 megabytes of text", "a.xlsx", with_cell(inline("x" * (59 * MIB))), "long_cell"
    )
    yield Hostile(
        "59 megabytes of attribute",
        "a.xlsx",
        workbook(sheet(HEAD + BODY, before=f"<a b='{'x' * (59 * MIB)}'/>")),
        "long_cell",
    )
    comment = "<!--" + "> " * (29 * MIB) + "-->"
    yield Hostile("59 megabytes of comment", "a.xlsx", workbook(sheet(before=comment)), None)
    yield Hostile(
        "59 megabytes of styles", "a.xlsx", workbook(styles="<xf/>" * 11_000_000), "unpacked"
    )
    yield Hostile(
        "59 megabytes of strings",
        "a.xlsx",
        workbook(strings="<si><t>" + "x" * 9_000 + "</t></si>" + "<si><t>😀</t></si>" * 2_000_000),
        "too_much_text",
    )
    yield Hostile(
        "strings of emoji",
        "a.xlsx",
        workbook(strings=f"<si><t>{'x' * 9_990}😀</t></si>" * 6_000),
        "too_much_text",
    )


def cells():
    shared = "<c r='B2'><f t='shared' ref='B2:B9' si='0'/><v>2</v></c>"
    yield Hostile("a shared formula", "a.xlsx", with_cell(shared), "formula")
    command = "<c r='B2' t='str'><f>cmd|' /C calc'!A0</f><v>x</v></c>"
    yield Hostile("a command", "a.xlsx", with_cell(command), "formula")
    yield Hostile("a text like a formula", "a.xlsx", with_cell(inline("=1+1")), None)
    yield Hostile("an error", "a.xlsx", with_cell("<c r='B2' t='e'><v>#N/A</v></c>"), "error_cell")
    yield Hostile("a number of text", "a.xlsx", with_cell("<c><v>douze</v></c>"), "unreadable_cell")
    yield Hostile("not a number", "a.xlsx", with_cell("<c><v>nan</v></c>"), "unreadable_cell")
    yield Hostile(
        "an infinite number", "a.xlsx", with_cell("<c><v>1e999</v></c>"), "unreadable_cell"
    )
    yield Hostile(
        "digits without end", "a.xlsx", with_cell(f"<c><v>{'9' * 9_000}</v></c>"), "unreadable_cell"
    )
    yield Hostile(
        "a missing string", "a.xlsx", with_cell("<c t='s'><v>7</v></c>"), "unreadable_cell"
    )
    yield Hostile(
        "a string before the first",
        "a.xlsx",
        with_cell("<c t='s'><v>-1</v></c>", strings="<si><t>x</t></si>"),
        "unreadable_cell",
    )
    date_style = "<cellXfs><xf numFmtId='14'/></cellXfs>"
    far = "<c s='0'><v>99999999999</v></c>"
    yield Hostile("a date too far", "a.xlsx", with_cell(far, styles=date_style), "unreadable_cell")
    yield Hostile(
        "a missing style",
        "a.xlsx",
        with_cell("<c s='9'><v>1</v></c>", styles=date_style),
        "unreadable_cell",
    )
    yield Hostile(
        "a cell of 10 001 characters", "a.xlsx", with_cell(inline("x" * 10_001)), "long_cell"
    )
    long_string = f"<si><t>{'x' * 10_001}</t></si>"
    yield Hostile(
        "a shared string too long",
        "a.xlsx",
        with_cell("<c t='s'><v>0</v></c>", strings=long_string),
        "long_cell",
    )
    yield Hostile("5 001 rows", "a.xlsx", workbook(sheet(HEAD + BODY * 5_001)), "too_many_rows")
    wide = "<row>" + "".join(inline(f"c{n}") for n in range(101)) + "</row>"
    yield Hostile("101 columns", "a.xlsx", workbook(sheet(wide + BODY)), "no_header")
    end = "<row r='1048576'><c r='A1048576'><v>1</v></c></row>"
    yield Hostile("the last row", "a.xlsx", workbook(sheet(HEAD + BODY + end)), None)
    yield Hostile(
        "a row before the others",
        "a.xlsx",
        workbook(sheet(HEAD + BODY + "<row r='1'/>")),
        "damaged",
    )
    yield Hostile(
        "a row without number", "a.xlsx", workbook(sheet(HEAD + "<row r='x'/>")), "damaged"
    )
    yield Hostile(
        "a cell elsewhere", "a.xlsx", workbook(sheet(HEAD + "<row><c r='A9'/></row>")), "damaged"
    )
    yield Hostile(
        "a cell nowhere", "a.xlsx", workbook(sheet(HEAD + "<row><c r='$A$2'/></row>")), "damaged"
    )
    yield Hostile("an empty sheet", "a.xlsx", workbook(sheet("")), "empty")
    yield Hostile("titles only", "a.xlsx", workbook(sheet(HEAD)), "no_row")
    yield Hostile("21 sheets", "a.xlsx", workbook(sheets=21), "too_many_sheets")
    hidden = parts()
    hidden["xl/workbook.xml"] = hidden["xl/workbook.xml"].replace("r:id", 'state="hidden" r:id')
    yield Hostile("every sheet hidden", "a.xlsx", archive(hidden), "damaged")
    yield Hostile(
        "the same title twice",
        "a.xlsx",
        workbook(sheet(HEAD.replace("Ville", "NOM") + BODY)),
        "duplicate_header",
    )
    yield Hostile(
        "a title missing",
        "a.xlsx",
        workbook(sheet(HEAD.replace("Nom", " ") + BODY)),
        "empty_header",
    )


def every_file():
    return [*ordinary(), *csv_files(), *archives(), *markup(), *cells()]
