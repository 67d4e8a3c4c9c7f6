"""Goal 10: what travels when a page opens for the first time, then once its files are kept."""

import gzip
import re
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

# Files a page or another file asks for at once.
IN_STYLES = re.compile(r"""url\(["']?([^"')#]+)["']?\)""")
IN_SCRIPTS = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
# A font of other letters comes only to a page that holds some.
OTHER_LETTERS = re.compile(r"@font-face\s*{[^}]*unicode-range[^}]*}")
COMPRESSED = (".css", ".js", ".svg", ".webmanifest")


class Asked(HTMLParser):
    """The files a page names, those of other sites, and the scripts that hold it up."""

    def __init__(self, html):
        super().__init__()
        self.files, self.foreign, self.blocking = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        address = {"link": said.get("href"), "script": said.get("src"), "img": said.get("src")}
        if not (found := address.get(tag)) or found.startswith("data:"):
            return
        if re.match(r"(?:https?:)?//", found):
            self.foreign.append(found)
        elif tag != "link" or said.get("rel") in ("stylesheet", "preload", "manifest", "icon"):
            self.files.append(found)
        if (
            tag == "script"
            and said.get("type") != "module"
            and not {"defer", "async"} & said.keys()
        ):
            self.blocking.append(found)


def first_load(page, read):
    """{address: bytes}: the page and all its files, compressed as servers do; `read` gives a file."""
    sizes, waiting = {"": compressed(page)}, list(Asked(page.decode()).files)
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        content = read(address)
        sizes[address] = compressed(content) if address.endswith(COMPRESSED) else len(content)
        waiting += followed(address, content)
    return sizes


def followed(address, content):
    """The modules a script imports; the fonts of French and the drawings of a style."""
    if not address.endswith((".js", ".css")):
        return []
    text = OTHER_LETTERS.sub("", content.decode())
    named = (IN_SCRIPTS if address.endswith(".js") else IN_STYLES).findall(text)
    return [normpath(join(dirname(address), name)) for name in named if ":" not in name]


def compressed(content):
    return len(gzip.compress(content, 6))
