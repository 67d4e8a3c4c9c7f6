"""The photo of a signed sheet, joined to the last session of the group that finished."""

from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from config.demo.agreements import date
from partnerships import files
from workshops import signin
from workshops.models import Session, SignedSheet

FONT = str(settings.BASE_DIR / "static" / "fonts" / "atkinson-400.woff2")
INK, PEN, PAPER = "#231d36", "#33417e", "#f6f3ec"
# Units: pixels.
WIDE, HIGH, LINE, TOP = 1240, 1754, 84, 330


def tell(stage):
    session = Session.objects.held().filter(workshop__title__startswith="Groupe 2,").last()
    drawing = BytesIO()
    photograph(signin.sheets_of([session])[0]).save(drawing, "JPEG", quality=70)
    drawing.seek(0)
    paper = files.read_document(drawing)
    # Not by the action, which refuses a day to come: the story may be told of another day.
    sheet = SignedSheet(
        session=session,
        media_type=paper.media_type,
        size=paper.size,
        sha256=paper.sha256,
        added_by=stage.users["animation"],
    )
    with files.kept(sheet.file, paper):
        sheet.save()
    date(sheet, "added_at", stage, (stage.today - session.date).days)


def photograph(sheet):
    """As a phone takes it: the names printed, a scrawl beside each who came, a little askew."""
    image = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen = ImageDraw.Draw(image)
    session = sheet.session
    write(pen, 90, "Feuille d’émargement", 54)
    write(pen, 170, sheet.action, 34)
    write(pen, 220, f"{session.workshop}, {session.date:%d/%m/%Y}", 30)
    came = set(session.attendances.taken_part().values_list("parent", flat=True))
    for place, parent in enumerate(sheet.people):
        top = TOP + place * LINE
        pen.rectangle((100, top, WIDE - 100, top + LINE), outline=INK, width=2)
        pen.line((640, top, 640, top + LINE), fill=INK, width=2)
        write(pen, top + 24, str(parent), 30, left=120)
        if parent.pk in came:
            scrawl(pen, 700, top + LINE // 2, place)
    return image.rotate(0.6, expand=True, fillcolor="#8d857a")


def write(pen, top, words, size, left=100):
    pen.text((left, top), words, INK, font=ImageFont.truetype(FONT, size))


def scrawl(pen, left, middle, seed):
    """A signature nobody has: waves that differ from one line to the next."""
    heights = [((seed + 3) * step * step * 7) % 41 - 20 for step in range(12)]
    points = [(left + step * 26, middle + height) for step, height in enumerate(heights)]
    pen.line(points, fill=PEN, width=4, joint="curve")
