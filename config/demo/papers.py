"""What the partners keep together: a diagnosis, the charter that came of it, and three logos."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from config.demo.agreements import date
from partnerships import files
from partnerships.actions import directory, documents
from partnerships.documents import render_pdf
from partnerships.models import Document, Party, Term

TEMPLATE = "config/demo_paper.html"
INK, CORAL, GREEN, PALE = "#3a2d78", "#df4f38", "#2f6b4f", "#d3cce2"
# Drawn three times as large, then reduced: round edges.
WIDE, HIGH, LARGE = 1800, 540, 150

DIAGNOSIS = [
    (
        "Ce que chacun fait déjà",
        (
            "L’école ouvre la salle des parents le jeudi. Le centre tient un accueil le mercredi. Les "
            "parents d’élèves préparent la kermesse. Rive d’Ici rencontre les familles dans la rue."
        ),
    ),
    (
        "Ce qui manque",
        (
            "Un moment où les parents parlent entre eux, sans être convoqués ; des mots traduits ; une "
            "garde pour les plus petits."
        ),
    ),
    (
        "Ce qui gêne",
        "Les horaires de ceux qui travaillent tôt, et la grille que l’on ne sait pas passer.",
    ),
    (
        "Qui l’a dit",
        "Six parents, deux enseignantes, la directrice et deux animatrices, en trois rencontres.",
    ),
]
CHARTER = [
    ("On vient librement", "Personne n’est convoqué ; ne pas venir n’a aucune conséquence."),
    ("On parle d’égal à égal", "Parents, enseignants et animatrices ont la même place à la table."),
    ("Ce qui se dit reste là", "Seuls des nombres sortent du groupe : jamais un nom."),
    ("On décide ensemble", "Deux parents au moins préparent chaque séance et relisent le bilan."),
]


def tell(stage):
    """The shelf of one partnership, and whom the reports thank."""
    put_on_the_shelf(stage, "diagnosis", "Diagnostic local des Filatures", DIAGNOSIS, 52)
    charter = put_on_the_shelf(stage, "charter", "Charte des ateliers parents-école", CHARTER, 40)
    charter.agreement = stage.held["fil"].agreements.order_by("school_year").last()
    charter.save()
    support(stage)
    by = stage.users["coordination"]
    for key, draw in [("centre", woven), ("links", joined), ("rive", flowing)]:
        drawing = BytesIO()
        draw().save(drawing, "PNG")
        drawing.seek(0)
        directory.put_logo(structure=stage.made[key], logo=files.read_logo(drawing), by=by)


def put_on_the_shelf(stage, kind, title, passages, days_ago):
    content = render_pdf(
        TEMPLATE,
        {"heading": title, "passages": passages},
        title=title,
        author=str(stage.held["fil"]),
    )
    document = documents.add(
        document=Document(partnership=stage.held["fil"], kind=kind, title=title),
        paper=files.read_document(BytesIO(content)),
        by=stage.users["coordination"],
    )
    date(document, "added_at", stage, days_ago)
    document.refresh_from_db()
    return document


def support(stage):
    """An association that helps everywhere, and the town for one school."""
    role = Term.objects.of("party_role").filter(label="Soutien")
    for party in Party.objects.filter(structure=stage.made["rive"]):
        party.roles.add(*role)
    town = Party.objects.create(
        partnership=stage.held["bobines"],
        structure=stage.made["town"],
        complementarity="Prête la salle du square en été.",
        is_occasional=True,
    )
    town.roles.set(role)


# -- Logos -------------------------------------------------------------------------------------


def signed(name):
    """A white sheet with a name at the right; the drawing goes at the left."""
    image = Image.new("RGB", (WIDE, HIGH), "white")
    pen = ImageDraw.Draw(image)
    for line, words in enumerate(name.split("\n")):
        pen.text((600, 90 + line * 180), words, INK, font=ImageFont.load_default(LARGE))
    return image, pen


def woven():
    """Threads over and under."""
    image, pen = signed("Les\nTisserands")
    for place in range(3):
        start = 70 + place * 150
        pen.rectangle((start, 40, start + 80, 500), fill=INK)
    for row in range(3):
        start = 70 + row * 150
        pen.rectangle((40, start, 500, start + 80), fill=CORAL)
        for place in range(row % 2, 3, 2):
            over = 70 + place * 150
            pen.rectangle((over, start - 12, over + 80, start + 92), fill=INK)
    return image


def joined():
    """Two rings."""
    image, pen = signed("Fondation\nMains Jointes")
    pen.ellipse((30, 120, 330, 420), outline=GREEN, width=50)
    pen.ellipse((220, 120, 520, 420), outline=INK, width=50)
    return image


def flowing():
    """A river between its banks."""
    image, pen = signed("Rive d'Ici")
    for place, color in enumerate([GREEN, PALE, GREEN]):
        top = 120 + place * 100
        pen.arc((40, top, 280, top + 160), 180, 360, fill=color, width=50)
        pen.arc((230, top, 470, top + 160), 0, 180, fill=color, width=50)
    return image
