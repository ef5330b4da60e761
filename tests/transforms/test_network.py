"""The trained network from text to stances: what it is told, what it says, what is decided."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from spacy.language import Language

from flows import weights
from schemas.codebook import Codebook
from schemas.tables.articles import Articles
from transforms.attribution import find_statements
from transforms.decide import Decisions, confidence, decide
from transforms.extract import Extracted
from transforms.extractor import ArticleExtractor
from transforms.feature_codes import HOLDER_NUMBERS, PAIR_NUMBERS
from transforms.features import Candidates, Featurizer
from transforms.lexicon import Lexicon
from transforms.mentions import MentionFinder
from transforms.model_stances import ModelStances
from transforms.names import AliasIndex
from transforms.network import StanceNetwork
from transforms.pieces import LONGEST_WINDOW
from transforms.reading import read_articles
from transforms.stacking import stack

TEXT = (
    "The mayor of Lunden, Oda Brekke, rejected the tram line on Monday. "
    '"It is a waste of money," she said. Kenya welcomed the treaty.'
)
LONG = " ".join(f"Kenya rejected proposal number {number} of the assembly." for number in range(60))


@pytest.fixture(scope="module")
def network() -> StanceNetwork:
    return weights.network()


@pytest.fixture(scope="module")
def featurizer(lexicon: Lexicon) -> Featurizer:
    return Featurizer(lexicon, weights.tokenizer())


@pytest.fixture(scope="module")
def learned(nlp: Language, codebook: Codebook, lexicon: Lexicon, network: StanceNetwork) -> ArticleExtractor:
    featurizer = Featurizer(lexicon, weights.tokenizer())
    chooser = ModelStances(lexicon, featurizer, network, weights.decisions())
    return ArticleExtractor(nlp, codebook, lexicon, chooser)


@pytest.fixture(scope="module")
def candidates_of(nlp: Language, codebook: Codebook, lexicon: Lexicon, featurizer: Featurizer):
    finder = MentionFinder(AliasIndex(codebook, nlp), lexicon)

    def of(text: str) -> Candidates:
        (reading,) = read_articles([("a", text)], nlp)
        statements = find_statements(reading, lexicon)
        return featurizer.of_article(reading, finder.find(reading, None, statements), statements)

    return of


def extract(extractor: ArticleExtractor, *texts: str) -> Extracted:
    rows = [
        {"article_id": f"{number:020}", "title": None, "text": text, "published_at": datetime(2026, 3, 4, tzinfo=UTC)}
        for number, text in enumerate(texts)
    ]
    schema = {name: Articles.polars_schema()[name] for name in rows[0]}
    return extractor.extract(pl.DataFrame(rows, schema=schema), "test-run")


def test_sides_are_found_with_a_calibrated_confidence(learned: ArticleExtractor) -> None:
    stances = extract(learned, TEXT).stances
    sides = {(row["holder"], row["polarity"]) for row in stances.iter_rows(named=True)}
    assert ("Oda Brekke", "oppose") in sides
    assert ("Kenya", "support") in sides
    assert stances["confidence"].is_between(0, 1).all()
    assert set(stances["extractor"]) == {"minilm"}


def test_a_weekday_beside_the_verb_dates_the_stance(learned: ArticleExtractor) -> None:
    rows = extract(learned, TEXT).stances.filter(pl.col("target").str.contains("tram")).to_dicts()
    assert {(str(row["stated_on"]), row["stated_on_source"]) for row in rows} == {("2026-03-02", "text")}


def test_an_article_is_scored_the_same_whatever_stands_beside_it(learned: ArticleExtractor) -> None:
    alone = extract(learned, TEXT).stances
    together = extract(learned, TEXT, LONG).stances.filter(pl.col("article_id") == alone["article_id"][0])
    assert together.equals(alone)


def test_an_article_without_any_actor_has_no_stance(learned: ArticleExtractor) -> None:
    assert extract(learned, "Rain fell all night.").stances.height == 0
    assert extract(learned, "").stances.height == 0


def test_rows_of_features_belong_together(candidates_of) -> None:
    features = candidates_of(TEXT).features
    assert features.holder_at.shape == (len(features.holder_is), 5)
    assert features.holder_has.shape == (len(features.holder_at), HOLDER_NUMBERS)
    assert features.pair_has.shape == (len(features.pair_of), PAIR_NUMBERS)
    assert features.pair_of[:, 0].max() < len(features.holder_at)
    assert features.pair_of[:, 1].max() < len(features.span_at)
    assert (features.span_at[:, 1] < features.span_at[:, 2]).all()


def test_long_articles_are_cut_into_windows_and_every_sentence_is_in_one(candidates_of) -> None:
    candidates = candidates_of(LONG)
    assert len(candidates.features.pieces) > 1
    assert max(map(len, candidates.features.pieces)) <= LONGEST_WINDOW
    assert {holder.sentence for holder in candidates.holders} == set(range(60))


def test_stacked_articles_keep_their_numbers_apart(candidates_of, network: StanceNetwork) -> None:
    one, other = candidates_of(TEXT).features, candidates_of(LONG).features
    both = stack([one, other])
    assert both.holder_at[len(one.holder_at) :, 0].min() == len(one.pieces)
    assert both.pair_of[len(one.pair_of) :, 0].min() == len(one.holder_at)
    assert both.pair_of[len(one.pair_of) :, 1].min() == len(one.span_at)


def test_stricter_thresholds_give_fewer_and_surer_stances(candidates_of, network: StanceNetwork) -> None:
    candidates = candidates_of(LONG)
    (scores,) = network.score([candidates.features])
    shipped = weights.decisions()
    strict = shipped.model_copy(update={"least_side": 0.9})
    loose = shipped.model_copy(update={"least_side": 0.1})
    few, many = decide(candidates, scores, strict), decide(candidates, scores, loose)
    assert 0 < len(few) <= len(many)
    assert {one.pair for one in few} <= {one.pair for one in many}


def test_confidence_grows_with_what_speaks_for_a_stance() -> None:
    decisions = Decisions(least_side=0.5, least_more=0.5, weight_holder=0.5, calibration=(0.0, 1.0, 0.0, 0.0, 0.0))
    (low, high) = (_decided((odds, 0.0, 0.0, 0.0)) for odds in (-1.0, 1.0))
    assert confidence(low, decisions) < 0.5 < confidence(high, decisions)


def _decided(evidence: tuple[float, ...]):
    from transforms.decide import Decided

    return Decided(sentence=0, holder=0, pair=0, span=0, polarity="oppose", mode=0, score=0.5, evidence=evidence)
