"""What composes records into pages: the home guides, the essentials, cross-border pages, sources."""
