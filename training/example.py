"""One article as the network is trained on it, and the file that keeps many of them."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

from training.labels import Labels
from transforms.feature_codes import Ints
from transforms.features import Features

IGNORED = -100  # a tag that nobody annotated


@dataclass(frozen=True)
class Example:
    """One article. `tags` has for each window (pieces, 3) 0 outside, 1 first, 2 further piece; null without gold."""

    doc_id: str
    features: Features
    labels: Labels
    tags: list[Ints] | None


def write(examples: list[Example], path: Path) -> None:
    """Keep examples for `read`."""
    path.write_bytes(pickle.dumps(examples))


def read(path: Path) -> list[Example]:
    """The examples of a file that `write` made; never read one from elsewhere: pickles can run code."""
    examples: list[Example] = pickle.loads(path.read_bytes())  # noqa: S301 - made by `write`
    return examples
