import errno
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command


def test_modules_import_each_other_by_the_name_of_their_content(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.files.NamedFiles"},
    }

    others = ["admin", "css", "fonts", "img", "vendor", "django_htmx", "import_export"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)

    served = (tmp_path / staticfiles_storage.stored_name("js/sheet.js")).read_text()
    imported = re.findall(r'from "([^"]+)"', served)
    assert len(imported) >= 4
    assert [name for name in imported if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []


class TooLong(ContentFile):
    """The disk is full after its first half."""

    def chunks(self, chunk_size=None):
        yield b"%PDF-1.7"
        raise OSError(errno.ENOSPC, "full")


def test_a_file_that_the_disk_could_not_take_leaves_no_half(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(OSError, match="full"):
        default_storage.save("documents/charte", TooLong(b"%PDF-1.7 charte"))

    assert [path.name for path in tmp_path.rglob("*")] == ["documents"]
