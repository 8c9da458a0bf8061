"""Do the sources still stand? Visits every address politely and remembers what it found."""
