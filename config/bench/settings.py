"""The settings of the product, and two pages more to compare with."""

from config.settings import *

ROOT_URLCONF = "config.bench.urls"
# Its accounts have no telephone. It costs a query a page to whoever must have one.
SECOND_FACTOR = "nobody"
