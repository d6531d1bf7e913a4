"""The optional answer engine: a language model behind an OpenAI-compatible address.

It only ever rewords what a search has found for this home, and nothing it says is shown before its cited passage has
been seen to say so. Whatever goes wrong, the quotes stand.
"""
