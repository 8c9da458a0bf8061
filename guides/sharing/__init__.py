"""Handing pages on: former and short addresses, previews, handouts, the booklet."""
