"""How gunicorn serves the site. There is no access log: it would hold readers' addresses."""

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
