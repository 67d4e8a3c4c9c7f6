"""How far a long work is: said from wherever it is done, heard by whoever does it beside the web."""

import logging
import re
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

# (steps done, steps in all) → None; nobody listens to a page answered at once.
listener: ContextVar[Callable[[int, int], None] | None] = ContextVar("listener", default=None)
# « Step 5 - Creating layout - Page 12 »: the seven steps of a document.
DRAWING = re.compile(r"Step (\d)")
DRAWING_STEPS = 7


def step(done: int, total: int) -> None:
    """Costs nothing when nobody listens; stops the work by raising when it was given up."""
    if tell := listener.get():
        tell(done, total)


class Drawing(logging.Handler):
    """What the library that draws documents says of its own progress, in the same thread."""

    def emit(self, record):
        if found := DRAWING.search(str(record.msg)):
            step(int(found[1]) - 1, DRAWING_STEPS)


drawing = logging.getLogger("weasyprint.progress")
drawing.setLevel(logging.INFO)
drawing.propagate = False
drawing.addHandler(Drawing())


@contextmanager
def heard_by(tell: Callable[[int, int], None]):
    token = listener.set(tell)
    try:
        yield
    finally:
        listener.reset(token)
