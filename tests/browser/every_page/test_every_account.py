"""Every page for every account, at every width, for whom nothing may move.

640 pixels are what is left of 1280 at 200 %.
"""

import pytest

from tests.access.test_matrix import ROLES
from tests.browser.every_page.conftest import opened


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_sound_for_every_account(desktop, walk, world_of_one, role):
    side, other, users = world_of_one
    its_own = other if role == "voisin" else side
    desktop.emulate_media(reduced_motion="reduce")
    pages = [(role, url) for url in opened(its_own, role).values()]

    faults = walk(pages, [320, 640, 768, 1280], users, states=("folded", "unfolded"))

    assert faults == "", faults
