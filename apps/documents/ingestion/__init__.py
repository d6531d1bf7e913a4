"""From a builder's file to quotable chunks. Knows no Django: pure functions around one confined child process.

Doorways: `checks.check_file` (may this file enter?), `extract.extract` (file to pages), `chunks.chunk_pages` (pages
to chunks). A file is hostile until proven otherwise: nothing but `reader.py`, in its child, ever parses one.
"""
