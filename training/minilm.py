"""The published weights that training starts from: all-MiniLM-L6-v2 (Apache-2.0), as a package carries them."""

from __future__ import annotations

import zipfile
from importlib.resources import files

import torch
from safetensors.torch import load
from tokenizers import Tokenizer


def _member(name: str) -> bytes:
    with (files("all_minilm_l6_v2") / "model.zip").open("rb") as packed, zipfile.ZipFile(packed) as archive:
        return archive.read(name)


def weights() -> dict[str, torch.Tensor]:
    """The encoder's tensors, named as in BERT."""
    return dict(load(_member("model.safetensors")))


def tokenizer() -> Tokenizer:
    """The tokenizer, with neither padding nor cutting."""
    made = Tokenizer.from_str(_member("tokenizer.json").decode())
    made.no_padding()
    made.no_truncation()
    return made
