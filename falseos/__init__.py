"""The project and its toolkit. It has no tables, and imports none of the apps except in settings and urls."""
