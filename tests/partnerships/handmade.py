"""Workbooks made by hand, part by part, well or badly."""

import io
import zipfile

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEAD = (
    "<row><c t='inlineStr'><is><t>Nom</t></is></c><c t='inlineStr'><is><t>Ville</t></is></c></row>"
)
BODY = "<row><c t='inlineStr'><is><t>Nadia</t></is></c><c t='inlineStr'><is><t>Lille</t></is></c></row>"


def sheet(rows=HEAD + BODY, *, before="", after=""):
    return f"<worksheet {NS}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def parts(sheet_xml=None, *, strings="", styles="", sheets=1, kind=SHEET_TYPE):
    """The parts of a small workbook, by path."""
    listed = "".join(
        f'<sheet name="Feuille {n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1)
    )
    made = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\n'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships {RELATIONS}><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook {NS} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f"<Relationships {RELATIONS}>"
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
            f'<Relationship Id="r4" Type="{OFFICE}/theme" Target="http://x.test" '
            'TargetMode="External"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet() if sheet_xml is None else sheet_xml,
        "xl/sharedStrings.xml": f"<sst {NS}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {NS}>{styles}</styleSheet>",
    }
    return made


def archive(files, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for path, content in files.items():
            file.writestr(path, content)
    return buffer.getvalue()


def workbook(sheet_xml=None, **options):
    return archive(parts(sheet_xml, **options))


def with_part(path, content=b"x"):
    return archive(parts() | {path: content})


def without(path):
    files = parts()
    del files[path]
    return archive(files)


def inline(text):
    return f"<c t='inlineStr'><is><t>{text}</t></is></c>"


def with_cell(cell, **options):
    return workbook(sheet(f"{HEAD}<row><c r='A2' t='b'><v>1</v></c>{cell}</row>"), **options)


def doctype(path, declaration):
    files = parts()
    return archive(files | {path: declaration + files[path]})


BILLION_LAUGHS = (
    '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def tampered(data, old, new):
    assert old in data
    return data.replace(old, new, 1)


def flagged():
    """The directory says that the first entry is encrypted."""
    data = workbook()
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


def lying():
    """The directory announces a tiny sheet."""
    files = parts(sheet(HEAD + BODY * 4_000))
    data = bytearray(archive(files))
    entry = next(
        info
        for info in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()
        if info.filename.endswith("sheet1.xml")
    )
    at = data.rindex(entry.filename.encode()) - 46 + 24
    data[at : at + 4] = (300).to_bytes(4, "little")
    return bytes(data)


def duplicated():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for path, content in parts().items():
            file.writestr(path, content)
        file.writestr("XL/Workbook.xml", "<workbook/>")
    return buffer.getvalue()
