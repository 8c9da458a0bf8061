"""How gunicorn serves the site. There is no access log: it would hold readers' addresses."""

worker_class = "gthread"
workers = 2
threads = 4
keepalive = 15
preload_app = True
accesslog = None
loglevel = "warning"
