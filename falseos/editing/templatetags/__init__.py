"""Template tags of the editors' desk."""
