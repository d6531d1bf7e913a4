"""Optional models that run elsewhere: one that words answers, and one that makes vectors instead of the local one.

Without an address answers are quotes, and vectors are made here. Checked by `core/model_service/checks.py`.
"""

from .env import env

LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", default="")
LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_KEY", default="")
LANGUAGE_MODEL_NAME = env.str("LANGUAGE_MODEL_NAME", default="")
# Lets the model be inside the own network, and on this very machine without https.
LANGUAGE_MODEL_PRIVATE = env.bool("LANGUAGE_MODEL_PRIVATE", default=False)

LANGUAGE_MODEL_CONNECT_SECONDS = env.float("LANGUAGE_MODEL_CONNECT_SECONDS", default=2.0)
LANGUAGE_MODEL_TOKEN_SECONDS = env.float("LANGUAGE_MODEL_TOKEN_SECONDS", default=10.0)
LANGUAGE_MODEL_TOTAL_SECONDS = env.float("LANGUAGE_MODEL_TOTAL_SECONDS", default=45.0)
# Answers that one process lets it word at the same time; the other threads stay free.
LANGUAGE_MODEL_SEATS = env.int("LANGUAGE_MODEL_SEATS", default=2)
# Failures in a row before nobody asks any more, and how long.
LANGUAGE_MODEL_BREAKER_FAILURES = env.int("LANGUAGE_MODEL_BREAKER_FAILURES", default=5)
LANGUAGE_MODEL_BREAKER_SECONDS = env.float("LANGUAGE_MODEL_BREAKER_SECONDS", default=30.0)

# Vectors of an OpenAI-compatible address: everything that search is to find, and each question, goes there.
EMBEDDING_MODEL_URL = env.str("EMBEDDING_MODEL_URL", default="")
EMBEDDING_MODEL_KEY = env.str("EMBEDDING_MODEL_KEY", default="")
EMBEDDING_MODEL_NAME = env.str("EMBEDDING_MODEL_NAME", default="")
EMBEDDING_MODEL_PRIVATE = env.bool("EMBEDDING_MODEL_PRIVATE", default=False)
EMBEDDING_MODEL_CONNECT_SECONDS = env.float("EMBEDDING_MODEL_CONNECT_SECONDS", default=1.0)
# For each text: a question that has waited so long is answered by words.
EMBEDDING_MODEL_SECONDS = env.float("EMBEDDING_MODEL_SECONDS", default=2.0)
