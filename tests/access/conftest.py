"""Walks through every page: who gets what, and not whether each line of code was run."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Coverage looks away: a line that only a walk runs has no test that says what it does."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.no_cover)
            if not item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.once)
