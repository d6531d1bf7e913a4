"""Texts to unit vectors: mean pooling over the tokens of a sentence model in ONNX, on one thread of the CPU.

One thread: a web process answers several people at once, and a worker has neighbours.
"""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from .files import ModelFiles, NoModel

# More texts at once are no faster, and eight long ones take 740 MB where two take 300.
BATCH, MOST_TOKENS = 2, 256
WARNINGS_OFF = 3


class OnnxEncoder:
    """A loaded model. Safe to share between threads."""

    def __init__(self, files: ModelFiles) -> None:
        self.key = files.key
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = WARNINGS_OFF
        # Kept memory would stay as large as the largest batch for the life of the process.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(str(files.model), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(files.tokenizer))
        except Exception as error:  # noqa: BLE001  both libraries raise kinds of their own
            raise NoModel(f"{files.model.parent} cannot be loaded ({type(error).__name__})") from None
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = [one.name for one in self._session.get_inputs()]

    def encode(self, texts: Sequence[str]) -> "np.ndarray":
        """One row of length 1 for each text."""
        rows = [self._batch(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.concatenate(rows)

    def _batch(self, texts: Sequence[str]) -> "np.ndarray":
        tokens = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in tokens], dtype=np.int64)
        mask = np.array([one.attention_mask for one in tokens], dtype=np.int64)
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return means / np.linalg.norm(means, axis=1, keepdims=True)
