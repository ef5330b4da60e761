"""The figures of `score_stances`: rules by hand-made rows, and equality with the annotators' own scorer.

That scorer and the gold it comes with may stand beside the checkout (`../shared/gold`); without them the
comparison is skipped with a reason, and the hand-made cases still run.
"""

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from transforms.evaluate import StanceFigures, as_predictions, score_stances

ROOT = Path(__file__).resolve().parents[2]
SHARED_GOLD = ROOT.parent / "shared" / "gold"
OWN_GOLD = ROOT / "tests" / "gold" / "stances.jsonl"
LEVELS = ("detection", "stance", "full")

Rows = list[dict[str, Any]]


def stance(**changed: Any) -> dict[str, Any]:
    row = {
        "doc_id": "strike",
        "evidence": "Port workers in Gdynia rejected the new night shifts on Monday.",
        "actor": "Baltic Dockers' Union",
        "mention": "Port workers",
        "target": "the new night shifts",
        "polarity": "oppose",
        "mode": "action",
    }
    return {**row, **changed}


def test_a_row_scored_against_itself_is_right_at_every_level() -> None:
    figures = score_stances([stance()], [stance()])
    assert [getattr(figures, level).f1 for level in LEVELS] == [1.0, 1.0, 1.0]
    assert (figures.missed, figures.invented) == ((), ())


def test_a_wrong_side_is_detected_but_is_no_stance() -> None:
    figures = score_stances([stance()], [stance(polarity="support")])
    assert (figures.detection.hits, figures.stance.hits, figures.full.hits) == (1, 0, 0)
    assert figures.polarity_accuracy == 0.0


def test_a_wrong_target_keeps_the_stance_and_loses_only_the_full_row() -> None:
    figures = score_stances([stance()], [stance(target="overtime pay")])
    assert (figures.stance.hits, figures.full.hits) == (1, 0)


def test_articles_and_prepositions_do_not_count_in_a_target() -> None:
    assert score_stances([stance()], [stance(target="new night shifts")]).mean_target_f1 == 1.0


def test_the_second_annotators_wording_of_a_target_counts_too() -> None:
    gold = stance(target_also="working after midnight")
    assert score_stances([gold], [stance(target="working after midnight")]).full.hits == 1


def test_evidence_that_shares_less_than_three_fifths_of_its_words_does_not_meet() -> None:
    figures = score_stances(
        [stance()], [stance(evidence="Port workers marched to the town hall that evening.")]
    )
    assert figures.detection.hits == 0
    assert len(figures.missed) == len(figures.invented) == 1


def test_evidence_of_two_words_never_meets() -> None:
    assert (
        score_stances([stance(evidence="Never again.")], [stance(evidence="Never again.")]).detection.hits
        == 0
    )


@pytest.mark.parametrize(
    ("gold_name", "predicted_name", "agrees"),
    [
        ("Katalin Voss", "Voss", True),
        ("Katalin Voss", "President Voss", True),
        ("Katalin Voss", "Ruben Voss", False),
        ("Katalin Voss", "Katalin", False),
        ("Katalin Voss", "she", False),
        ("Łucja Źródłowska", "łucja źródłowska", True),
    ],
)
def test_actors_agree_by_full_name_or_bare_surname_only(
    gold_name: str, predicted_name: str, agrees: bool
) -> None:
    gold = stance(actor=gold_name, mention="she")
    predicted = stance(actor=predicted_name, mention="she")
    assert score_stances([gold], [predicted]).detection.hits == int(agrees)


def test_a_name_under_also_is_as_good_as_the_actor() -> None:
    gold = stance(actor="Poland", mention="Warsaw", also=["Polish government"])
    assert score_stances([gold], [stance(actor="the Polish government", mention="it")]).detection.hits == 1


def test_a_repeated_prediction_is_invented_the_second_time() -> None:
    figures = score_stances([stance()], [stance(), stance()])
    assert (figures.stance.hits, figures.stance.precision, len(figures.invented)) == (1, 0.5, 1)


def test_of_two_meeting_predictions_the_one_with_the_right_side_is_paired() -> None:
    wrong, right = stance(polarity="support"), stance(target="overtime pay")
    figures = score_stances([stance()], [wrong, right])
    assert [pair.predicted for pair in figures.pairs] == [right]
    assert figures.invented == (wrong,)


def test_equal_predictions_are_paired_in_the_order_they_come() -> None:
    first, second = stance(place="first"), stance(place="second")
    assert score_stances([stance()], [first, second]).pairs[0].predicted["place"] == "first"


def test_a_prediction_that_meets_only_an_optional_row_neither_helps_nor_harms() -> None:
    figures = score_stances([stance(optional=True)], [stance()])
    assert (figures.gold, figures.predicted, figures.invented) == (0, 0, ())
    assert figures.set_aside == (stance(),)


def test_a_missed_optional_row_is_not_missed() -> None:
    assert score_stances([stance(optional=True)], []).missed == ()


def test_an_article_without_stances_counts_and_what_is_found_in_it_is_invented() -> None:
    figures = score_stances([{"doc_id": "weather"}], [stance(doc_id="weather")])
    assert (figures.articles, figures.gold, figures.predicted, figures.stance.precision) == (1, 0, 1, 0.0)


def test_predictions_for_articles_without_gold_are_ignored() -> None:
    assert score_stances([stance()], [stance(), stance(doc_id="elsewhere")]).predicted == 1


def test_no_rows_at_all_score_nothing_and_do_not_fail() -> None:
    figures = score_stances([], [])
    assert (figures.articles, figures.stance.f1, figures.recall_by_polarity) == (0, 0.0, {})


def test_recall_of_each_polarity_counts_only_rows_met_with_the_right_side() -> None:
    opposed = [stance(doc_id=f"article {number}") for number in range(4)]
    backed = [
        stance(doc_id="article 0", polarity="support", evidence="The harbour office defended its timetable.")
    ]
    predicted = [opposed[0], {**opposed[1], "polarity": "mixed"}, *backed]
    figures = score_stances(opposed + backed, predicted)
    assert figures.recall_by_polarity == {"oppose": 0.25, "support": 1.0}
    assert figures.recall_by_mode == {"action": 0.4}


def test_every_row_has_one_outcome() -> None:
    gold = [
        stance(),
        stance(doc_id="other"),
        stance(doc_id="other", optional=True, actor="Port Authority", mention="it"),
    ]
    predicted = [stance(), stance(), stance(doc_id="other", actor="Port Authority", mention="it")]
    figures = score_stances(gold, predicted)
    assert len(figures.pairs) + len(figures.missed) == 2
    assert len(figures.pairs) + len(figures.invented) + len(figures.set_aside) == 3


def test_rows_of_the_stances_table_are_scored_by_their_holder() -> None:
    row = {**stance(mention="it"), "holder": "Baltic Dockers' Union"}
    del row["actor"]
    assert score_stances([stance()], as_predictions([row])).detection.hits == 1


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def annotators_scorer() -> ModuleType:
    path = SHARED_GOLD / "score_stances.py"
    if not path.is_file():
        pytest.skip("the annotators' scorer is not beside this checkout (../shared/gold/score_stances.py)")
    spec = importlib.util.spec_from_file_location("annotators_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_rows(name: str) -> Rows:
    path = OWN_GOLD if name == "own" else SHARED_GOLD / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no gold at {path.name}: optional data beside the checkout")
    return read(path)


def perturbed(gold: Rows, chance: random.Random) -> Rows:
    """Predictions as a flawed system would make them: each gold row kept, altered, dropped or repeated."""
    rows = [row for row in gold if row.get("evidence")]
    changes: list[Callable[[dict[str, Any]], dict[str, Any]]] = [
        lambda row: row,
        lambda row: {**row, "polarity": chance.choice(["support", "oppose", "mixed", None])},
        lambda row: {**row, "target": chance.choice(rows)["target"]},
        lambda row: {**row, "target": " ".join(row["target"].split()[: chance.randint(0, 4)])},
        lambda row: {**row, "actor": row["actor"].split()[-1]},
        lambda row: {
            **row,
            "actor": chance.choice(rows)["actor"],
            "mention": chance.choice(["he", "They", ""]),
        },
        lambda row: {**row, "evidence": " ".join(row["evidence"].split()[chance.randint(0, 12) :])},
        lambda row: {**row, "evidence": chance.choice(rows)["evidence"]},
        lambda row: {"doc_id": row["doc_id"], "evidence": row["evidence"], "mention": row["mention"]},
        lambda row: {**row, "doc_id": "an article without gold"},
    ]
    predicted: Rows = []
    for row in rows:
        for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
            bare = {
                key: value for key, value in row.items() if key not in ("also", "target_also", "optional")
            }
            for _ in range(chance.randint(1, 2)):
                bare = chance.choice(changes)(
                    {**bare, "actor": bare.get("actor") or "Nobody", "target": bare.get("target") or ""}
                )
            predicted.append(dict(bare))
    chance.shuffle(predicted)
    return predicted


def comparable(figures: StanceFigures) -> dict[str, Any]:
    plain = ("articles", "gold", "predicted", "polarity_accuracy", "mean_target_f1")
    rates = {level: vars(getattr(figures, level)) for level in LEVELS}
    return {**{name: getattr(figures, name) for name in plain}, **rates}


@pytest.mark.parametrize("name", ["seed", "dev", "own"])
@pytest.mark.parametrize("draw", range(4))
def test_figures_and_pairs_equal_those_of_the_annotators_scorer(name: str, draw: int) -> None:
    scorer, gold = annotators_scorer(), gold_rows(name)
    predicted = perturbed(gold, random.Random(f"{name} {draw}"))
    articles = sorted({row["doc_id"] for row in gold})
    sure = [row for row in gold if row.get("evidence")]
    theirs, _, _, their_pairs = scorer.score(sure, predicted, articles)
    ours = score_stances(gold, predicted)
    assert comparable(ours) == theirs
    assert [(id(pair.gold), id(pair.predicted)) for pair in ours.pairs] == [
        (id(g), id(p)) for article in articles for g, p, _ in their_pairs[article]
    ]
