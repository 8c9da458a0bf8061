"""How gunicorn serves the site. There is no access log: it would hold readers' addresses."""

import gc
from typing import Any

worker_class = "falseos.pages.worker.Worker"
workers = 2
# For the plain WSGI entry (`gunicorn falseos.wsgi:application -k gthread`).
threads = 4
keepalive = 15
timeout = 60
graceful_timeout = 20
accesslog = None
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Spare the collector what lives as long as the worker: looking through it took a sixth of a page's time."""
    gc.collect()
    gc.freeze()
    # A page makes some 50,000 objects, nearly all of which go without the collector's help.
    gc.set_threshold(50_000, 10, 10)
    from falseos.publication import serving

    serving.send(sender=type(worker))
