"""Search in a victim's own words, the same on every database: nothing typed reaches the database at all.

`documents` says what can be found, `words` turns text into terms, `index` keeps the terms in memory and renews itself
when a record was saved, `ranking` weighs a query against it, and the view speaks through templates/guides/search.html.
rapidfuzz finds the word behind a typing mistake, Snowball the stem of a word in English and in French.
"""
