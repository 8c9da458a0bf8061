"""Management commands of the editors' desk."""
