"""The WSGI entry point: finished pages from memory, everything else from Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "falseos.settings")

django_application = get_wsgi_application()

from falseos.pages.site import front  # noqa: E402 - needs the settings that the line above has set up
from falseos.pages.wsgi import WSGIFront  # noqa: E402

application = front(WSGIFront, django_application, django_application)
