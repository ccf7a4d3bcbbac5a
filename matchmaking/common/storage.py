"""Static files under hashed names, JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Renames the imports between modules as well, so that a module never meets an older sibling."""

    support_js_module_import_aggregation = True
