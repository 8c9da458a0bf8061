"""What a web server must add to the baked files: the headers that Django would have sent."""

from falseos.pages.answers import Rendered

NGINX_HEADERS = ".headers.conf"
# The server knows these itself, or they belong to one page.
LEFT_OUT = {"content-type", "content-length", "content-language", "vary"}


def nginx_headers(page: Rendered) -> str:
    """Return the headers of a public page as nginx directives, to be included where the files are served."""
    lines = ["# Written by `manage.py bake` from the headers of the first page."]
    for name, value in page.headers:
        if name.lower() not in LEFT_OUT:
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'add_header {name} "{quoted}" always;')
    return "\n".join(lines) + "\n"
