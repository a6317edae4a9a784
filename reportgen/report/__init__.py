"""From scores and words to a Word draft: `context` and `compose` for the words, the rest for the document."""
