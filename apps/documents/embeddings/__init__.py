"""Search by meaning: optional, local, without a network. A model turns a passage or a question into a vector once.

Nothing here is imported before it is needed: without the packages of `requirements-embeddings.txt`, without a model, or
with `EMBEDDINGS=false` search goes by words alone. A vector carries the name and digest of its model, and is never
compared with one of another model.
"""
