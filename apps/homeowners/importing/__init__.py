"""Homes with their people, from a builder's spreadsheet and into one.

A file is read in a confined child (`reading`), its columns are recognised (`columns`), every row is judged against
what the development has (`planning`), and only then is anything written (`writing`). The dry run is the same judgement
without the writing, so it cannot say anything else than what then happens.
"""
