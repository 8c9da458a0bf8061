"""Places, and what belongs to a place: sources, authorities, channels, ladders, routes, treaties."""
