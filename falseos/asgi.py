"""The ASGI entry point: finished pages from memory, everything else from Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "falseos.settings")

django_application = get_asgi_application()

from falseos.pages.asgi import ASGIFront  # noqa: E402 - needs the settings that the line above has set up
from falseos.pages.site import front  # noqa: E402

application = front(ASGIFront, django_application)
