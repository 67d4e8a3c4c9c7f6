"""docs/configuration.md is the reference of the environment: nothing missing, nothing invented."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
READ = re.compile(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"')
# Read by a library, or by a command before Django.
OTHERS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PORT", "PYTHON"}


def test_every_variable_is_explained_and_every_one_explained_is_read():
    read = set(READ.findall((ROOT / "config" / "settings.py").read_text()))
    rows = re.findall(
        r"^\| (`[A-Z].*?) \|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE
    )
    explained = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert explained - OTHERS == read
