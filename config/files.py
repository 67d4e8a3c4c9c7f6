"""The files of static/ as they are served: compressed, and named after their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
