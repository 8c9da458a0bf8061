"""The editors' desk: what has gone stale, broken or doubtful, by the page that a reader knows."""
