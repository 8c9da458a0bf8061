"""Finished answers kept in memory, in front of Django and free of any framework.

A public page is a function of (records, language, today). It is rendered once, compressed once, and answered from
memory until an editor publishes or the day ends. `wsgi.py` and `asgi.py` are the thin fronts, `site.py` ties the store
to Django.
"""
