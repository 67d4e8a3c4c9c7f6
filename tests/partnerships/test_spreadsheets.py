import io
from datetime import date, datetime

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from partnerships.spreadsheets import (
    Limits,
    read_table,
)
from tests.partnerships.handmade import (
    BODY,
    HEAD,
    OFFICE,
    archive,
    inline,
    parts,
    sheet,
    with_cell,
    with_part,
    workbook,
)

MIDNIGHT = datetime.fromisoformat("2026-03-05")
HALF_PAST_NINE = datetime.fromisoformat("2026-03-05T09:30")

SMALL = Limits(rows=3, columns=3, cell=10)


def read(data, name="liste.csv", **options):
    return read_table(data.encode() if isinstance(data, str) else data, name=name, **options)


def sentence_of(data, name="liste.csv", **options):
    with pytest.raises(ValidationError) as caught:
        read(data, name, **options)
    return caught.value.messages[0]


# -- CSV in ------------------------------------------------------------------------------------


def test_a_csv_gives_its_titles_rows_and_lines():
    table = read("Nom;Ville\nNadia;Lille\n\n;;\nIda;Lomme\n")

    assert table.headers == ["Nom", "Ville"]
    assert table.rows == [["Nadia", "Lille"], ["Ida", "Lomme"]]
    assert table.lines == [2, 5]


@pytest.mark.parametrize(
    ("data", "announcement"),
    [
        ("Prénom;Ville\nÉlo;Lille\n".encode(), "encodage UTF-8, séparateur point-virgule"),
        ("Prénom,Ville\nÉlo,Lille\n".encode("utf-8-sig"), "encodage UTF-8, séparateur virgule"),
        (
            "Prénom\tVille\nÉlo\tLille\n".encode("cp1252"),
            "encodage Windows-1252, séparateur tabulation",
        ),
    ],
)
def test_encoding_and_separator_are_recognised_and_said(data, announcement):
    table = read(data)

    assert (table.headers, table.rows) == (["Prénom", "Ville"], [["Élo", "Lille"]])
    assert str(table.announced) == f"Fichier CSV, {announcement}"


def test_the_separator_is_the_one_that_cuts_every_line_alike():
    table = read("Nom, prénom;Ville\nB, Ida;Lille, Lomme\nC;Lens\n")

    assert table.rows == [["B, Ida", "Lille, Lomme"], ["C", "Lens"]]


def test_a_cell_on_two_lines_keeps_the_number_of_its_first_line():
    table = read('Nom;Ville\n"Nadia\nO.";Lille\nIda;Lens\n')

    assert table.lines == [2, 4]
    assert table.rows[0][0] == "Nadia\nO."


def test_blank_columns_at_the_end_are_left_out():
    table = read("code;nom;;\nQN00101M;Rey;;\n")

    assert table.headers == ["code", "nom"]
    assert table.rows == [["QN00101M", "Rey"]]


def test_a_file_object_is_read_no_further_than_the_limit():
    file = io.BytesIO(b"x" * (2 * 2**20))

    with pytest.raises(ValidationError) as caught:
        read_table(file, name="liste.csv", limits=Limits(file_bytes=2**20))

    assert caught.value.messages == ["liste.csv dépasse 1 Mo : importez-le en plusieurs fois."]
    assert file.tell() == 2**20 + 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "liste.csv est vide."),
        ("Nom;Ville\n", "liste.csv : aucune ligne sous les titres."),
        (
            "Nom\nNadia\n",
            (
                "liste.csv : le séparateur n’a pas été reconnu, une seule colonne a été trouvée "
                "(« Nom »). Séparez les colonnes par des points-virgules."
            ),
        ),
        (
            "Nom;Ville;NOM\n1;2;3\n",
            (
                "liste.csv : deux colonnes portent le même titre, « NOM » (colonnes 1 et 3). "
                "Renommez ou supprimez l’une des deux."
            ),
        ),
        ("\nNom;;Ville\n1;2;3\n", "liste.csv, ligne 2 : la colonne 2 n’a pas de titre."),
        (
            "Nom;Ville\n1;2\n1;2;3\n",
            (
                "liste.csv, ligne 3 : 3 cellules pour 2 titres. Un séparateur ou un guillemet manque, "
                "ou est en trop."
            ),
        ),
        (
            'Nom;Ville\n1;2\n3;"4\n',
            (
                "liste.csv, à partir de la ligne 3 : un guillemet n’est pas fermé, "
                "ou la cellule est démesurée."
            ),
        ),
        (
            "Nom;Ville\n1;2\n3;\x004\n",
            (
                "liste.csv, ligne 3 : ce n’est pas un texte, ou il est en UTF-16. "
                "Enregistrez-le au format « CSV UTF-8 »."
            ),
        ),
        (
            b"Nom;Ville\n1;\x81\n",
            (
                "liste.csv, ligne 2 : l’encodage n’est ni UTF-8 ni Windows-1252. "
                "Enregistrez le fichier au format « CSV UTF-8 »."
            ),
        ),
        ("a;b;c;d\n1;2;3;4\n", "liste.csv compte 4 colonnes : 3 au plus."),
        (
            "a;b\n1;2\n1;2\n1;2\n1;2\n",
            "liste.csv compte plus de 3 lignes : importez-le en plusieurs fois.",
        ),
        (
            "a;b\n1;12345678901\n",
            "liste.csv, ligne 2, colonne « b » : le texte dépasse 10 caractères (« 12345678901 »).",
        ),
    ],
)
def test_a_csv_that_cannot_be_right_is_refused_in_words(data, sentence):
    assert sentence_of(data, limits=SMALL) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "liste.ods",
            (
                "liste.ods : seuls les fichiers .csv et .xlsx sont acceptés. "
                "Enregistrez-le dans l’un des deux."
            ),
        ),
        (
            "C:\\Documents\\liste.xlsx",
            "liste.xlsx n’est pas un vrai fichier .xlsx : enregistrez-le à nouveau dans ce format.",
        ),
    ],
)
def test_an_extension_that_does_not_fit_is_refused(name, sentence):
    assert sentence_of("a;b\n1;2\n", name) == sentence


def test_a_refusal_repeats_no_more_than_80_characters_on_one_line():
    sentence = sentence_of("x" * 300 + "\nNadia\n")

    assert f"« {'x' * 79}… »" in sentence


# -- XLSX in -----------------------------------------------------------------------------------


def saved(rows, **sheets):
    """What Excel would send, as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.active.title = "Écoles"
    for row in rows:
        book.active.append(row)
    for title, state in sheets.items():
        book.create_sheet(title, 0).sheet_state = state
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_gives_texts_numbers_and_dates_as_one_would_write_them():
    rows = [
        ["texte", "entier", "nombre", "siret", "date", "instant", "heure", "oui"],
        [
            "Élo",
            12.0,
            0.1 + 0.2,
            21940046200111,
            date(2026, 3, 5),
            HALF_PAST_NINE,
            None,
            True,
        ],
        [" =1+1 ", -3, 1e20, "0596833G", None, None, MIDNIGHT.time(), False],
    ]

    table = read(saved([*rows[:2], ["x", *rows[2][1:]]]), "liste.xlsx")

    assert table.rows == [
        [
            "Élo",
            "12",
            "0.3",
            "21940046200111",
            date(2026, 3, 5),
            HALF_PAST_NINE,
            "",
            "1",
        ],
        ["x", "-3", "1e+20", "0596833G", "", "", "00:00", "0"],
    ]


def test_a_workbook_announces_its_first_visible_sheet():
    data = saved([["Nom", "Ville"], ["Nadia", "Lille"]], Cachée="hidden")

    assert str(read(data, "liste.xlsx").announced) == (
        "Classeur Excel, feuille « Écoles », la première des 2"
    )
    assert str(read(workbook(), "liste.xlsx").announced) == "Classeur Excel, feuille « Feuille 1 »"


def test_blank_rows_and_merged_cells_do_no_harm():
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Ville"])
    book.active.append(["Nadia", "Lille"])
    book.active.merge_cells("A2:A3")
    book.active["B3"], book.active["A9"] = "Lomme", "Ida"
    buffer = io.BytesIO()
    book.save(buffer)

    table = read(buffer.getvalue(), "liste.xlsx")

    assert table.rows == [["Nadia", "Lille"], ["", "Lomme"], ["Ida", ""]]
    assert table.lines == [2, 3, 9]


def test_a_row_of_spaces_or_of_nothing_is_blank():
    data = workbook(sheet(f"{HEAD}<row/><row>{inline(' ')}</row>{BODY}"))

    assert read(data, "liste.xlsx").lines == [4]


def test_rich_text_is_read_without_its_pronunciation():
    rich = "<si><r><t>Na</t></r><r><t>dia</t></r><rPh sb='0' eb='1'><t>ナディア</t></rPh></si>"
    phonetic = "<c t='inlineStr'><is>\n<t>Ida</t><rPh><t>イダ</t></rPh></is></c>"
    data = workbook(sheet(HEAD + f"<row><c t='s'><v>0</v></c>{phonetic}</row>"), strings=rich)

    assert read(data, "liste.xlsx").rows == [["Nadia", "Ida"]]


def test_dates_of_the_macintosh_and_iso_dates_are_read():
    files = parts(
        sheet(HEAD + "<row><c s='0'><v>1</v></c><c t='d'><v>2026-03-05</v></c></row>"),
        styles="<numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/></numFmts>"
        "<cellXfs><xf numFmtId='164'/></cellXfs>",
    )
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(
        "<sheets>", "<workbookPr date1904='1'/><sheets>"
    )

    assert read(archive(files), "liste.xlsx").rows == [[date(1904, 1, 2), date(2026, 3, 5)]]


def test_a_duration_is_read_as_text():
    style = "<numFmts><numFmt numFmtId='164' formatCode='[h]:mm'/></numFmts>"
    style += "<cellXfs><xf numFmtId='164'/></cellXfs>"

    data = with_cell("<c s='0'><v>0.6875</v></c>", styles=style)

    assert read(data, "liste.xlsx").rows == [["1", "16:30"]]


def test_a_formula_of_a_chart_or_of_a_rule_is_not_one_of_a_cell():
    after = "<extLst><ext><x14:sparkline><xm:f>A1</xm:f></x14:sparkline></ext></extLst>"

    data = workbook(sheet(HEAD + f"<row>{inline('a')}{inline('b')}</row>", after=after))

    assert read(data, "liste.xlsx").rows == [["a", "b"]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            saved([["Nom", "Ville"], ["Nadia", "Lille"], ["Ida", "=B2"]]),
            (
                "liste.xlsx : la cellule B3 contient une formule. Remplacez-la par sa valeur "
                "(copier, puis collage spécial « valeurs »)."
            ),
        ),
        (
            with_cell("<c r='B2' t='e'><v>#REF!</v></c>"),
            "liste.xlsx : la cellule B2 contient une erreur (#REF!).",
        ),
        (
            with_cell("<c><v>douze</v></c>"),
            "liste.xlsx : la cellule B2 est illisible (« douze »).",
        ),
        (
            saved([["Nom", "Ville"], ["Nadia", "Lille", "?"]]),
            (
                "liste.xlsx : la cellule C2 est hors du tableau, sa colonne n’a pas de titre "
                "ou dépasse 100 colonnes."
            ),
        ),
        (
            with_part("xl/vbaProject.bin"),
            "liste.xlsx contient des macros : enregistrez-le en .xlsx sans cela.",
        ),
        (
            archive(parts() | {"xl/styles.xml": "<!DOCTYPE x><styleSheet/>"}),
            "liste.xlsx contient une déclaration DTD, qu’aucun classeur n’a : il est refusé.",
        ),
        (
            workbook()[:500],
            (
                "liste.xlsx est abîmé ou n’est pas un classeur Excel : enregistrez-le à nouveau "
                "en .xlsx."
            ),
        ),
        (
            b"\xd0\xcf\x11\xe0" + b"x" * 100,
            (
                "liste.xlsx est protégé par un mot de passe, ou d’un ancien format : "
                "enregistrez-le en .xlsx sans mot de passe."
            ),
        ),
        (workbook(sheets=21), "liste.xlsx compte 21 feuilles : 20 au plus."),
    ],
)
def test_a_workbook_that_cannot_be_right_is_refused_in_words(data, sentence):
    assert sentence_of(data, "liste.xlsx") == sentence


def test_what_a_workbook_unpacks_to_is_counted_while_it_is_read():
    twice = "".join(
        f'<Relationship Id="s{n}" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        for n in range(20)
    )
    files = parts(strings=f"<si><t>{'x' * 9_000}</t></si>")
    rels = "xl/_rels/workbook.xml.rels"
    files[rels] = files[rels].replace("</Relationships>", f"{twice}</Relationships>")
    room = sum(len(content) for content in files.values())

    sentence = sentence_of(archive(files), "liste.xlsx", limits=Limits(unpacked_bytes=room))

    assert sentence == (
        "liste.xlsx dépasse 0 Mo une fois décompressé : importez-le en plusieurs fois."
    )


def test_a_workbook_that_announces_too_much_is_not_even_unpacked():
    assert "une fois décompressé" in sentence_of(
        workbook(), "liste.xlsx", limits=Limits(unpacked_bytes=100)
    )


def test_the_tags_of_a_workbook_are_counted(monkeypatch):
    monkeypatch.setattr("partnerships.spreadsheets.archives.ELEMENTS", 10)

    assert "une fois décompressé" in sentence_of(workbook(), "liste.xlsx")


def test_shared_texts_are_counted_before_they_are_used():
    data = workbook(strings=f"<si><t>{'x' * 60}</t></si>" * 3)

    assert sentence_of(data, "liste.xlsx", limits=Limits(characters=100)) == (
        "liste.xlsx contient trop de texte : importez-le en plusieurs fois."
    )
