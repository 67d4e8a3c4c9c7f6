"""The floors as import-linter holds them, which imports which, and what has grown longest."""

import ast
import tomllib
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from config.documentation.markdown import table

HEART = {
    "config": "settings, home, demo",
    "evaluation": "figures, reviews, grants, reports",
    "workshops": "programmes, sessions, attendance",
    "families": "households, referrals, erasure",
    "partnerships": "structures, accounts, agreements",
}


def layers() -> list[str]:
    """The applications from the front door down to the ground."""
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return contracts["tool"]["importlinter"]["contracts"][0]["layers"]


def floors() -> str:
    """A drawing in Mermaid: a full arrow to the floor just below, a dotted one further down."""
    names = layers()
    near = set(pairwise(names))
    lines = [
        "```mermaid",
        "flowchart TD",
        *(f'  {name}["{name}<br/>{HEART[name]}"]' for name in names),
        *(
            f"  {upper} {'-->' if (upper, lower) in near else '-.->'} {lower}"
            for upper in names
            for lower in names
            if lower in imported(upper)
        ),
        "```",
    ]
    return "\n".join(lines)


def imported(app: str) -> set[str]:
    """The other applications that the code of this one imports."""
    found = set()
    for path in code([app]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
    return found - {app}


def longest() -> str:
    code_lines, code_file = max((lines(path), path) for path in code(layers()))
    page_lines, page = max((lines(path), path) for path in folder("templates").rglob("*.html"))
    body, function, home = max(functions())
    return table(
        ["longest", "where", "lines"],
        [
            ["file", f"`{named(code_file)}`", str(code_lines)],
            ["function", f"`{function}` in `{named(home)}`", str(body)],
            ["template", f"`{named(page)}`", str(page_lines)],
        ],
    )


def functions():
    """(lines, name, file) of every function, its decorators and its docstring left out."""
    for path in code(layers()):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1:2] if ast.get_docstring(node) else node.body[:1]
                start = first[0].lineno if first else node.end_lineno
                yield node.end_lineno - start + 1, node.name, path


def code(apps) -> list[Path]:
    return [
        path
        for app in apps
        for path in sorted(folder(app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def folder(name):
    return settings.BASE_DIR / name


def named(path):
    return path.relative_to(settings.BASE_DIR)


def lines(path):
    return len(path.read_text().splitlines())
