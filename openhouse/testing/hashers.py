"""Password hashing as in production but for its cost: tests sign in hundreds of times."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 64, 1
