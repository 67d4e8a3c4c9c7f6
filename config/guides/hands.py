"""A visitor of the demonstration: signs in, goes by what is written on the screen, takes a picture."""

import io
import re
from contextlib import contextmanager
from email import message_from_string
from email.policy import default
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from config.guides import NOW, PASSWORD

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "device_scale_factor": 1}
COLOURS = 64


class Visitor:
    def __init__(self, browser: Browser, site: str, pictures: Path, mails: Path):
        self.browser = browser
        self.site = site
        self.pictures = pictures
        self.mails = mails

    @contextmanager
    def page(self, size: dict, account: str = ""):
        """A browser of its own, signed in with an account of the demonstration."""
        context = self.browser.new_context(
            base_url=self.site,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            has_touch=size is PHONE,
            is_mobile=size is PHONE,
            **size,
        )
        context.set_default_timeout(8000)
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        if account:
            page.goto("/")
            page.get_by_label("E-mail").fill(f"{account}@demo.example")
            page.get_by_label("Mot de passe").fill(PASSWORD)
            page.get_by_role("button", name="Entrer").click()
            page.wait_for_url(lambda url: "login" not in url)
        yield page
        context.close()

    def take(self, page: Page, name: str, *, at: str = "", room: int = 12, height: int = 0) -> None:
        """What the screen shows, from the first thing named `at` when there is one."""
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")
        if at:
            page.locator(at).first.evaluate(
                "(it, room) => scrollTo(0, it.getBoundingClientRect().top + scrollY - room)", room
            )
        clip = {"x": 0, "y": 0, **page.viewport_size}
        if height:
            clip["height"] = height
        picture = page.screenshot(clip=clip, animations="disabled", caret="hide")
        self.keep(name, picture)

    def keep(self, name: str, picture: bytes) -> None:
        """Few colours: what is flat stays flat, and a page of guide stays light."""
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        image = image.quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
        )
        image.save(self.pictures / f"{name}.png", optimize=True)

    def link_of_the_last_letter(self) -> str:
        letter = max(self.mails.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        text = message_from_string(letter.read_text(), policy=default).get_content()
        return re.findall(r"https?://\S+", text)[-1]
