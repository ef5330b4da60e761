"""Turn short texts into vectors whose dot product says how alike their meanings are.

    texts -> Embedder -> array (n, 384), each row of unit length

A transform reads no files, so the encoder's session and tokenizer are handed in. `SentenceEmbedder` serves any
sentence-transformers encoder in ONNX with mean pooling (Reimers and Gurevych 2019, Sentence-BERT), MiniLM among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
MAX_PIECES = 48  # of the tokenizer: a sentence of some 35 words; what lies beyond is cut
KEPT = 50_000  # vectors of texts seen before: 75 MB at 384 numbers each


class Embedder(Protocol):
    """Embeds texts; the same text always gives the same vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in order; an array (0, width) for no texts."""
        ...


class Session(Protocol):
    """See `onnxruntime.InferenceSession`."""

    def run(self, output_names: list[str] | None, input_feed: Mapping[str, Any]) -> Sequence[Any]:
        """The outputs; the first is (batch, pieces, width)."""
        ...


class SentenceEmbedder:
    """Runs an encoder over one text after another; texts that it has seen are not run again.

    Never several in a call: 8-bit weights scale by the largest value of a call, so a text's vector would depend on
    its neighbours.
    """

    def __init__(self, session: Session, tokenizer: Tokenizer, width: int = 384) -> None:
        """`tokenizer` must neither pad nor cut."""
        self._session = session
        self._tokenizer = tokenizer
        self._width = width
        self._seen: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        if len(self._seen) + len(new) > KEPT:
            self._seen.clear()
            new = list(dict.fromkeys(texts))
        for text, encoding in zip(new, self._tokenizer.encode_batch(new), strict=True):
            self._seen[text] = self._run(_cut(encoding.ids))
        return np.array([self._seen[text] for text in texts], dtype=np.float32).reshape(len(texts), self._width)

    def _run(self, pieces: list[int]) -> Vectors:
        ids = np.array([pieces], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = np.asarray(self._session.run(None, feed)[0], dtype=np.float32)
        vector: Vectors = unit(np.asarray(hidden.mean(axis=1)))[0]
        return vector


def unit(vectors: npt.NDArray[Any]) -> Vectors:
    """Each row divided by its length; a row of zeros stays.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _cut(ids: list[int]) -> list[int]:
    """At most MAX_PIECES, the last of them the mark of the end."""
    return ids if len(ids) <= MAX_PIECES else [*ids[: MAX_PIECES - 1], ids[-1]]
