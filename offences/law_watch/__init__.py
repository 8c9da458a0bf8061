"""Do the cards still say what the law says? Compares them with the Department of Justice's consolidation."""
