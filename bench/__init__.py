"""Measurements of the site on the machine at hand."""
