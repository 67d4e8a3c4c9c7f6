"""The licence of each library, from what it says of itself once installed."""

import re
from importlib import metadata

from django.conf import settings

from config.documentation.markdown import table

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
# What their metadata leave out or say at length; the last two are for other machines than ours.
READ_BY_HAND = {
    "diff-match-patch": "Apache-2.0",
    "django-import-export": "BSD-2-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-stdnum": "LGPL-2.1-or-later",
    "pytest-django": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
}


def of_the_product() -> str:
    return listed(pins("requirements.txt"))


def of_the_tests() -> str:
    product = pins("requirements.txt")
    return listed(
        {
            name: version
            for name, version in pins("requirements-dev.txt").items()
            if name not in product
        }
    )


def pins(lock: str) -> dict[str, str]:
    """Package → version, as the lock says."""
    return dict(PIN.findall((settings.BASE_DIR / lock).read_text()))


def listed(packages):
    rows = [[name, version, licence(name)] for name, version in sorted(packages.items())]
    return table(["paquet", "version", "licence"], rows)


def licence(package: str) -> str:
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    said = metadata.metadata(package)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    name = said["License-Expression"] or said["License"] or " ; ".join(classifiers)
    return name.removesuffix(" License")
