"""Static files under names that change with their content, and what browsers may do with one on its own."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

from falseos import security


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, those that scripts import from each other as well."""

    support_js_module_import_aggregation = True


def add_headers(headers: dict[str, str], path: str, url: str) -> None:
    """Give a static file a policy of its own: a worker obeys its script's, so it can read nothing from anywhere."""
    headers["Content-Security-Policy"] = security.STATIC_POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
