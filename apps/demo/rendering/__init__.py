"""From prose with light markup to the files a builder hands over: PDF, Word, Markdown, plain text."""
