"""Pages of workshops and of evaluation, each for the account it is made for."""

from tests.browser.every_page.conftest import once_each


def test_every_page_of_the_work_is_sound(walk, world_of_one):
    side, _, users = world_of_one

    faults = walk(once_each(side, "workshops:|evaluation:"), [320, 1280], users)

    assert faults == "", faults
