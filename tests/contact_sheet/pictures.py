"""Pictures of pages at several widths, the index that shows them, and montages to leaf through."""

import html
import time
from pathlib import Path
from typing import NamedTuple

from django.template.loader import get_template
from django.test import RequestFactory
from PIL import Image, ImageDraw

# Beyond this many pixels, a page is cut: what is below has been seen above.
TALLEST = 4000
SLOW = 1.0
A_MONTAGE = 12
# Width of a picture in a montage, and how many of them side by side.
PHONE, DESKTOP = (300, 6), (480, 4)
SETTLED = "document.fonts.ready.then(() => true)"


class Taken(NamedTuple):
    """What became of a page: its status, seconds before it was whole, widths that overflow, errors."""

    page: object
    status: int
    seconds: float
    too_wide: list
    errors: list
    files: dict


class Studio:
    """One browser; a window for each account, dragged from width to width."""

    def __init__(self, browser, site, out, widths):
        self.browser, self.site, self.out, self.widths = browser, site, Path(out), widths
        self.errors = []

    def window(self, cookie):
        context = self.browser.new_context(
            base_url=self.site, locale="fr-FR", service_workers="block", reduced_motion="reduce"
        )
        if cookie:
            name, value = cookie
            context.add_cookies([{"name": name, "value": value, "url": self.site}])
        window = context.new_page()
        window.on("pageerror", lambda error: self.errors.append(str(error)))
        window.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        return window

    def take(self, window, page, body=None):
        """Open it once, then photograph it at each width."""
        self.errors.clear()
        if body is not None:
            window.route("**" + page.url, lambda route: route.fulfill(body=body, status=500))
        window.set_viewport_size({"width": self.widths[0], "height": 900})
        start = time.perf_counter()
        answer = window.goto(page.url)
        seconds = time.perf_counter() - start
        window.evaluate(SETTLED)
        too_wide, files = [], {}
        for width in self.widths:
            window.set_viewport_size({"width": width, "height": 740 if width < 600 else 900})
            size = window.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
            )
            if size[0] > width:
                too_wide.append(width)
            # As tall as the page: a bar that stays at the bottom is then at its bottom.
            tall = max(740, min(size[1], TALLEST))
            window.set_viewport_size({"width": width, "height": tall})
            files[width] = f"{page.slug}.{width}.png"
            window.screenshot(path=self.out / files[width])
        return Taken(page, answer.status, seconds, too_wide, list(self.errors), files)


def error_500():
    """The page that nobody can ask for."""
    return get_template("500.html").render({}, RequestFactory().get("/"))


def montages(taken, out, width):
    """PNG of a dozen pages each, in the order they were taken, with their names."""
    shown, across = PHONE if width < 600 else DESKTOP
    down = A_MONTAGE // across
    high = 2200 // down
    made = []
    for start in range(0, len(taken), A_MONTAGE):
        sheet = Image.new("RGB", (across * (shown + 8), down * (high + 22)), "#8a8a8a")
        pen = ImageDraw.Draw(sheet)
        for place, shot in enumerate(taken[start : start + A_MONTAGE]):
            left, top = place % across * (shown + 8), place // across * (high + 22)
            with Image.open(Path(out) / shot.files[width]) as picture:
                small = picture.convert("RGB")
                small = small.resize((shown, max(1, small.height * shown // small.width)))
            sheet.paste(small.crop((0, 0, shown, min(high, small.height))), (left, top + 20))
            pen.text((left + 4, top + 4), f"{shot.page.name} ({shot.page.role})", fill="white")
        made.append(f"montage-{width}-{start // A_MONTAGE + 1:02}.png")
        sheet.save(Path(out) / made[-1])
    return made


def index(taken, out, widths):
    """One page with everything, small; each picture opens on the whole of it."""
    rows = []
    for shot in taken:
        pictures = "".join(
            f'<a href="{shot.files[width]}"><img loading="lazy" src="{shot.files[width]}" '
            f'width="{160 if width < 600 else 400}" alt="{width}"></a> '
            for width in widths
        )
        name = html.escape(f"{shot.page.name} · {shot.page.role} · {shot.page.url}")
        rows.append(f"<section><h2>{name}</h2>{pictures}</section>")
    text = '<!doctype html><meta charset="utf-8"><title>Planche-contact</title>' + "\n".join(rows)
    (Path(out) / "index.html").write_text(text, encoding="utf-8")


def said(taken, unreached):
    """What one should know before opening the pictures; the second value is whether all is well."""
    expected = {"error 403": 403, "error 404": 404, "error 500": 500}
    lines = []
    for shot in taken:
        faults = []
        if shot.status != expected.get(shot.page.name, 200):
            faults.append(f"answers {shot.status}")
        elif shot.errors and shot.page.name not in expected:
            faults.append("complains: " + shot.errors[0][:150])
        if shot.too_wide:
            faults.append("wider than " + ", ".join(map(str, shot.too_wide)))
        if shot.seconds > SLOW:
            faults.append(f"took {shot.seconds:.1f} s")
        if faults:
            lines.append(
                f"✗ {shot.page.name} ({shot.page.role}) {shot.page.url}: {'; '.join(faults)}"
            )
    lines += [f"✗ {name}: nobody comes to it by a link" for name in unreached]
    return lines
