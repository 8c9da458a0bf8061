"""Management commands of the guides."""
