"""Template tags about places."""
