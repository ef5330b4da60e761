"""The figures of `score_statements`, rule by rule, and against the annotators' scorer where it is at hand.

That scorer and its data may stand beside the checkout (`../shared/gold`). Where they do not, the comparison is
skipped with a reason; the rules are tested by hand all the same.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from transforms.attributions import Attribution, attribution_of, quote_type_of, quoted_ranges
from transforms.brat import read_brat
from transforms.evaluate_statements import StatementFigures, score_statements

ROOT = Path(__file__).resolve().parents[2]
SHARED_GOLD = ROOT.parent / "shared" / "gold"
TEXT = 'The minister of trade said the levy would stay. "It is fair," she added, "and it works." Nobody else spoke.'


def said(content: str | list[str], speaker: str | None = None, cue: str | None = None) -> Attribution:
    """An attribution of the text by its words."""

    def span(words: str) -> list[int]:
        start = TEXT.index(words)
        return [start, start + len(words)]

    pieces = [content] if isinstance(content, str) else content
    return attribution_of(
        {
            "doc_id": "levy",
            "speaker": span(speaker) if speaker else None,
            "cue": span(cue) if cue else None,
            "content": [span(piece) for piece in pieces],
        }
    )


STAY = said("the levy would stay", "The minister of trade", "said")
FAIR = said(['"It is fair,"', '"and it works."'], "she", "added")


def score(gold: list[Attribution], predicted: list[Attribution]) -> StatementFigures:
    return score_statements({"levy": TEXT}, {"levy": gold}, {"levy": predicted})


def test_a_statement_scored_against_itself_is_right_at_every_level() -> None:
    figures = score([STAY, FAIR], [FAIR, STAY])
    levels = (figures.exact, figures.exact_with_punctuation, figures.overlap, figures.token, figures.full)
    assert [level.f1 for level in levels] == [1.0] * 5
    assert (figures.speaker_right, figures.cue_right) == (1.0, 1.0)
    assert (figures.missed, figures.invented) == ((), ())


def test_quotation_marks_do_not_count_but_with_punctuation_they_do() -> None:
    figures = score([FAIR], [said(["It is fair", "and it works"], "she")])
    assert (figures.exact.hits, figures.exact_with_punctuation.hits) == (1, 0)


@pytest.mark.parametrize(
    ("content", "overlaps"), [("the levy would", True), ("levy would", True), ("stay", False), ("Nobody else", False)]
)
def test_contents_overlap_from_half_of_their_words(content: str, overlaps: bool) -> None:
    figures = score([STAY], [said(content)])
    assert figures.overlap.hits == int(overlaps)
    assert len(figures.missed) == len(figures.invented) == int(not overlaps)


@pytest.mark.parametrize(
    ("speaker", "is_right"),
    [("minister", True), ("The minister", True), ("trade", False), ("Nobody", False), (None, False)],
)
def test_a_speaker_is_right_when_the_heads_lie_in_one_another(speaker: str | None, is_right: bool) -> None:
    figures = score([STAY], [said("the levy would stay", speaker)])
    assert figures.full.hits == int(is_right)
    assert figures.speaker_right_where_named == float(is_right)


def test_two_statements_without_a_speaker_agree_and_are_not_among_the_named() -> None:
    figures = score([said("Nobody else spoke")], [said("Nobody else spoke")])
    assert (figures.speaker_right, figures.speaker_right_where_named) == (1.0, 0.0)


def test_a_repeated_statement_is_invented_the_second_time() -> None:
    figures = score([STAY], [STAY, STAY])
    assert (figures.overlap.hits, figures.overlap.precision, figures.invented) == (1, 0.5, (STAY,))


def test_figures_by_quote_type_count_gold_rows_for_recall_and_predictions_for_precision() -> None:
    figures = score([STAY, FAIR], [STAY, said("Nobody else spoke")])
    assert (figures.by_quote_type["indirect"].precision, figures.by_quote_type["indirect"].recall) == (0.5, 1.0)
    assert figures.by_quote_type["direct"].recall == 0.0


def test_an_article_without_statements_counts() -> None:
    figures = score([], [STAY])
    assert (figures.articles, figures.gold, figures.predicted) == (1, 0, 1)


@pytest.mark.parametrize(
    ("content", "quote_type"),
    [
        (['"It is fair,"', '"and it works."'], "direct"),
        ("the levy would stay", "indirect"),
        ('said the levy would stay. "It is fair,"', "mixed"),
    ],
)
def test_the_quote_type_is_read_from_the_quotation_marks(content: str | list[str], quote_type: str) -> None:
    assert quote_type_of(TEXT, said(content).content, quoted_ranges(TEXT)) == quote_type


def test_a_quotation_that_nobody_closes_ends_with_its_line() -> None:
    text = "“It goes on.\nHe left."
    assert [text[start:end] for start, end in quoted_ranges(text)] == ["“It goes on."]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"content": []}, "`content` is empty"),
        ({"content": "the levy"}, "`content` is 'the levy'; write"),
        ({"content": [[1, 2, 3]]}, "write \\[start, end\\]"),
        ({"speaker": [[1], 2]}, "`speaker` is"),
        ({"quote_type": "quoted"}, "`quote_type` is 'quoted'"),
    ],
)
def test_a_row_that_breaks_a_rule_is_told_so(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        attribution_of({"doc_id": "levy", "content": [0, 3], **changed})


def test_brat_pieces_and_numbered_roles_make_one_content() -> None:
    lines = (
        "T1\tSource 0 2\tHe",
        "T2\tContent 3 5;7 9\tis in",
        "T3\tContent 11 14\tout",
        "A1\tnote E1",
        "E1\tAttribution:T1 Source:T1 Content:T2 Content2:T3",
        "E2\tAttribution:T1 Source:T1",
    )
    assert [row.content for row in read_brat("\n".join(lines), "a")] == [((3, 5), (7, 9), (11, 14))]


def test_brat_that_names_a_span_it_does_not_have_is_told_so() -> None:
    with pytest.raises(ValueError, match="line 1: Content is T9"):
        read_brat("E1\tAttribution:T1 Content:T9", "a")


def annotators_scorer() -> ModuleType:
    path = SHARED_GOLD / "score_statements.py"
    if not path.is_file():
        pytest.skip("the annotators' scorer is not beside this checkout (../shared/gold/score_statements.py)")
    spec = importlib.util.spec_from_file_location("annotators_statement_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(rows: list[dict[str, Any]], length: int, chance: random.Random) -> list[dict[str, Any]]:
    """Predictions as a flawed system would make them: spans moved, swapped, dropped, split, repeated."""

    def moved(spans: list[tuple[int, int]]) -> list[list[int]]:
        found = []
        for start, end in spans:
            low = min(max(start + chance.choice([0, 0, 0, -12, 9, 30]), 0), length - 1)
            found.append([low, min(max(end + chance.choice([0, 0, -1, 25, -20]), low + 1), length)])
        return found

    predicted = []
    for row in rows:
        for _ in range(chance.choice([0, 1, 1, 1, 2])):
            other = chance.choice(rows)
            content = chance.choice([row["content"], moved(row["content"]), row["content"][:1], other["content"]])
            speaker = chance.choice([row["source"], row["source"], moved(row["source"]), other["source"], []])
            cue = chance.choice([row["cue"], moved(row["cue"]), []])
            predicted.append(
                {
                    "content": [list(span) for span in content],
                    "source": [list(span) for span in speaker],
                    "cue": [list(span) for span in cue],
                }
            )
    chance.shuffle(predicted)
    return predicted


def shared_data(name: str, scorer: ModuleType) -> dict[str, tuple[str, dict[str, list[dict[str, Any]]]]]:
    """Documents as the scorer has them: text, and attributions by annotator."""
    if name == "polnear":
        loaded: dict[str, tuple[str, dict[str, list[dict[str, Any]]]]] = scorer.load_split(
            SHARED_GOLD / "polnear", "dev"
        )
        return loaded
    texts = {}
    for line in (SHARED_GOLD / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["doc_id"]] = row["text"]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (SHARED_GOLD / "train_statements.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows = found[row["doc_id"]]
        if row.get("content"):
            rows.append(
                {
                    "source": scorer.as_spans(row["speaker"]),
                    "cue": scorer.as_spans(row["cue"]),
                    "content": scorer.as_spans(row["content"]),
                }
            )
    return {article: (texts[article], {"one": rows}) for article, rows in found.items()}


@pytest.mark.parametrize("name", ["polnear", "own"])
@pytest.mark.parametrize("draw", range(2))
def test_figures_equal_those_of_the_annotators_scorer(name: str, draw: int) -> None:
    scorer = annotators_scorer()
    documents = shared_data(name, scorer)
    chance = random.Random(f"{name} {draw}")
    first = {article: by[min(by)] for article, (_, by) in documents.items()}
    predicted = {
        article: perturbed(rows, len(documents[article][0]), chance) if rows else [] for article, rows in first.items()
    }
    theirs = scorer.score(documents, predicted)
    ours = score_statements(
        {article: text for article, (text, _) in documents.items()},
        {article: [plain(article, row) for row in rows] for article, rows in first.items()},
        {article: [plain(article, row) for row in rows] for article, rows in predicted.items()},
    )
    assert comparable(ours) == theirs


def plain(article: str, row: dict[str, Any]) -> Attribution:
    return attribution_of({"doc_id": article, **{name: [list(span) for span in spans] for name, spans in row.items()}})


def comparable(figures: StatementFigures) -> dict[str, Any]:
    """Our figures as the scorer prints them: in per cent, from the counts, with one decimal."""
    counts: dict[str, float] = defaultdict(float)
    for each in figures.counts.values():
        for key, number in each.items():
            counts[key] += number

    def level(hits: str, predicted: str = "predicted", gold: str = "gold") -> dict[str, float]:
        precision, recall = counts[hits] / counts[predicted], counts[hits] / counts[gold]
        f1 = 2 * precision * recall / (precision + recall)
        return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}

    return {
        "gold": figures.gold,
        "predicted": figures.predicted,
        "exact": level("exact"),
        "exact_strict": level("exact_with_punctuation"),
        "overlap": level("overlap"),
        "token": level("token", "predicted_tokens", "gold_tokens"),
        "full": level("full"),
        "source_acc": round(100 * counts["full"] / counts["overlap"], 1),
        "source_acc_nn": round(100 * counts["named_right"] / counts["named"], 1),
        "cue_acc": round(100 * counts["cue"] / counts["overlap"], 1),
    }


@pytest.mark.parametrize("name", ["overlap", "exact", "token", "full"])
def test_the_printed_levels_are_those_of_the_counts(name: str) -> None:
    figures = score([STAY, FAIR], [STAY, said("the levy"), said("It is fair", "Nobody")])
    assert getattr(figures, name).f1 == pytest.approx(_f1_of_counts(figures, name), abs=5e-5)


def _f1_of_counts(figures: StatementFigures, name: str) -> float:
    counts = figures.counts["levy"]
    rows = ("predicted_tokens", "gold_tokens") if name == "token" else ("predicted", "gold")
    return 2 * counts[name] / sum(counts[row] for row in rows)
