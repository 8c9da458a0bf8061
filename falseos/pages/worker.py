"""How uvicorn runs inside gunicorn."""

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    """The fast loop and parser, no header that names the software, no access log."""

    CONFIG_KWARGS = {
        "loop": "uvloop", "http": "httptools", "lifespan": "off", "ws": "none", "server_header": False,
        "access_log": False, "log_level": "warning",
    }  # fmt: skip
