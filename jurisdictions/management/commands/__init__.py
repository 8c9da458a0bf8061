"""Management commands about places."""
