"""The plan: what a reader ticks becomes one page that says what to do first, what to call it and where to file it.

`answers` reads the form, `questions` offers its choices, `rules` rank the offences, `selectors` read the records,
`compose` puts the page together, and the view speaks through templates/guides/plan.html. Nothing is stored.
"""
