"""Template tags of the composed pages."""
