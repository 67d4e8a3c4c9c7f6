"""The settings of the product, and two pages more to compare with."""

from config.settings import *

ROOT_URLCONF = "config.bench.urls"
