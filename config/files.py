"""The files people give, whole or not at all; those of static/, named after their content."""

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class WholeFiles(FileSystemStorage):
    """A disk that fills up leaves nothing of the file that it could not take."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            # Nobody else has this name: it was free, and ours are drawn at random.
            self.delete(name)
            raise


class NamedFiles(CompressedManifestStaticFilesStorage):
    """Our modules import each other by these names too: a page never mixes two versions.

    Otherwise a phone would also ask again for every module at every page. Libraries are left as
    they are: some import what only a bundler would find.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
