"""Management commands of the composed pages."""
