import pytest

from tests.evaluation import season as story


@pytest.fixture
def season(db):
    """The season worked out by hand: see season.py."""
    return story.tell()
