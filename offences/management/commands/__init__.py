"""Management commands about the law."""
