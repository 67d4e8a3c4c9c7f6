"""« À quoi sert cette page ? »: the one place where each page says what it is for.

Keyed by the name of its URL; one module an app. tests/config/test_guide.py says which page lacks one.
"""

from config.guide import evaluation, families, partnerships, tools, workshops
from config.guide.told import Help

HELP: dict[str, Help] = {
    **tools.HELP,
    **partnerships.HELP,
    **families.HELP,
    **workshops.HELP,
    **evaluation.HELP,
}
