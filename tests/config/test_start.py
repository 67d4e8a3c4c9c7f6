"""What a process pays before it serves its first page."""

import subprocess
import sys

from django.conf import settings

START = """
import sys
import config.wsgi
heavy = {"weasyprint", "openpyxl", "tablib", "stdnum", "PIL", "matplotlib"}
print(*sorted(heavy & set(sys.modules)))
"""
TELLERS = """
import sys
import config.wsgi
tellers = {f"{app}.registrations" for app in ("partnerships", "families", "workshops", "evaluation")}
from partnerships import registry
print(len(tellers & set(sys.modules)), end=" ")
registry.due.functions
print(len(tellers & set(sys.modules)))
"""
CHECK = """
import config.wsgi
from django.contrib import admin
from django.core.checks import run_checks
before = len(admin.site._registry)
run_checks(tags=["admin"])
print(before, len(admin.site._registry) > 10)
"""


def in_a_new_process(code):
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={"SECRET_KEY": "a" * 50, "PATH": "/usr/bin:/bin"},
    )
    return answer.stdout.split()


def test_nothing_heavy_is_read_at_start():
    assert in_a_new_process(START) == []


def test_what_fills_the_registry_is_read_when_somebody_asks():
    assert in_a_new_process(TELLERS) == ["0", "4"]


def test_system_checks_read_the_lists_of_the_administration():
    assert in_a_new_process(CHECK) == ["0", "True"]
