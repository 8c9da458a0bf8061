"""Management commands of the toolkit."""
