"""Files people send, honest and hostile, made by hand."""

from io import BytesIO
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
SECRET = b"48.8566, 2.3522"


def sent(content, name="charte.pdf", declared="application/pdf"):
    """As a browser sends it: neither the name nor the declared type may be believed."""
    return SimpleUploadedFile(name, content, declared)


def picture(kind="JPEG", size=(40, 30), color="white", mode="RGB", **options):
    drawing = BytesIO()
    Image.new(mode, size, color).save(drawing, kind, **options)
    return drawing.getvalue()


def indiscreet(kind="JPEG", orientation=1):
    """Left half black: with the place it was taken in, a comment, a colour profile."""
    image = Image.new("RGB", (40, 30), "white")
    image.paste("black", (0, 0, 20, 30))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, SECRET.decode()
    drawing, options = BytesIO(), {"exif": exif, "icc_profile": SECRET}
    if kind == "JPEG":
        options["comment"] = SECRET
    else:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("GPS", SECRET.decode())
    image.save(drawing, kind, **options)
    return drawing.getvalue()


def bomb(width=30_000, height=30_000):
    """A PNG of a few bytes that says it is enormous."""
    head = bytearray(picture("PNG"))
    head[16:24] = width.to_bytes(4) + height.to_bytes(4)
    head[29:33] = crc32(bytes(head[12:29])).to_bytes(4)
    return bytes(head)


def drawn(paper):
    return Image.open(BytesIO(paper.content))
