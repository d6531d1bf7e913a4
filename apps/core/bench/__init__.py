"""Measuring: a database of its own, and figures beside a baseline of the same run, since no machine is quiet."""
