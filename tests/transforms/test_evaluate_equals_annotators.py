"""`score_stances` gives the figures and pairs of the annotators' scorer, on predictions gone wrong at random.

That scorer and the gold that it comes with may stand beside the checkout (`../shared/gold`). Where they do
not, the comparison is skipped with a reason; `test_evaluate.py` tests the rules by hand all the same.
"""

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from transforms.evaluate import StanceFigures, score_stances

ROOT = Path(__file__).resolve().parents[2]
SHARED_GOLD = ROOT.parent / "shared" / "gold"
OWN_GOLD = ROOT / "tests" / "gold" / "stances.jsonl"
LEVELS = ("detection", "stance", "full")

Rows = list[dict[str, Any]]


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
            bare = {key: value for key, value in row.items() if key not in ("also", "target_also", "optional")}
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
