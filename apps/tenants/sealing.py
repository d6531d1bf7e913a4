"""What the database holds of second factors: sealed keys, and keyed hashes of what need not be read again."""

from apps.core import sealing

PURPOSE = "second-factor"


def seal(secret: bytes) -> bytes:
    return sealing.seal(f"{PURPOSE}:seal", secret)


def unseal(sealed: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken: no key of ours made it."""
    return sealing.unseal(f"{PURPOSE}:seal", sealed)


def fingerprints(text: str) -> list[bytes]:
    """Keyed hashes of `text`, the present key's first."""
    return sealing.derived(f"{PURPOSE}:fingerprint:{text}")
