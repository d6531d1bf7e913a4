"""One module for each engine. Each has `read(path, *, max_pages) -> Iterator[RawPage]` and runs only in the child."""
