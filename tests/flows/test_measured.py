"""The figures that ship are those of the extractor that ships."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest

from flows.evaluating import Evaluation, Request
from flows.fingerprint import extraction_modules
from flows.knowledge import Knowledge
from flows.measured import (
    command_of,
    measured_rows,
    read_evaluations,
    shipped_evaluations,
    write_evaluations,
)
from flows.settings import Settings
from schemas.tables.operations import Evaluations
from tests.flows.conftest import GOLD, OWN_GOLD

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "gold"
REMEDY = "measure anew: python tools/measure_quality.py"
CLASS = ["level", "class_kind", "class_name", "figure"]


def shipped_of(gold: Path) -> pl.DataFrame:
    return shipped_evaluations().filter(pl.col("gold_hash") == hashlib.sha256(gold.read_bytes()).hexdigest())


def check_of_this_checkout(shipped: pl.DataFrame) -> None:
    for extractor in ("minilm", "rules"):
        knowledge = Knowledge(None, Settings(extractor=extractor))
        rows = shipped.filter(pl.col("extractor") == extractor)
        assert rows["extractor_hash"].unique().to_list() == [knowledge.extractor_hash], REMEDY
        assert rows["codebook_version"].unique().to_list() == [knowledge.codebook.version], REMEDY


def test_the_shipped_figures_keep_the_contract_of_their_table_and_name_their_command() -> None:
    shipped = Evaluations.validate(shipped_evaluations())
    assert shipped.height
    assert set(shipped["command"].str.contains("stancehouse evaluate .+ --articles ")) == {True}


def test_the_shipped_figures_of_our_own_gold_are_what_an_evaluation_gives_now(own_evaluation: Evaluation) -> None:
    """To a hundredth, or to one row where a class has fewer than a hundred: onnxruntime computes by what the processor
    can, and a score beside a threshold may fall to its other side on another machine."""
    shipped = shipped_of(OWN_GOLD.gold)
    check_of_this_checkout(shipped)
    now = measured_rows(OWN_GOLD, own_evaluation, Knowledge())
    both = now.join(shipped.filter(pl.col("extractor") == "minilm"), on=CLASS, how="full", coalesce=True)
    assert both["value"].null_count() == both["value_right"].null_count() == 0, REMEDY
    off = (pl.col("value") - pl.col("value_right")).abs() > pl.max_horizontal(0.01, 1 / pl.col("support"))
    assert both.filter(off).select(*CLASS, "value", "value_right").rows() == [], REMEDY


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated news of ../shared/gold is not here: dev not compared")
def test_the_shipped_figures_of_real_news_are_of_the_extractor_of_this_checkout() -> None:
    check_of_this_checkout(shipped_of(SHARED / "dev.jsonl"))


def test_what_is_written_as_csv_is_read_back(tmp_path: Path) -> None:
    shipped = shipped_evaluations().with_columns(low=pl.lit(None, pl.Float64))
    write_evaluations(shipped, tmp_path / "evaluations.csv")
    assert read_evaluations((tmp_path / "evaluations.csv").read_text(encoding="utf-8")).equals(shipped)


def test_the_hash_of_an_extractor_is_of_the_code_that_reads_articles_and_of_no_other() -> None:
    modules = extraction_modules()
    assert {"clean.py", "features.py", "coreference.py", "proposals.py", "issues.py"} <= set(modules)
    assert not [name for name in modules if name.startswith(("evaluate", "corrections", "pages", "stories"))]


def test_another_setting_is_another_extractor_and_another_codebook_is_not(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("actors:\n- {actor_id: ie-epa, name: Irish EPA, kind: organisation, aliases: []}\n")
    usual = Knowledge(None, Settings(extractor="minilm")).extractor_hash
    assert Knowledge(own, Settings(extractor="minilm")).extractor_hash == usual
    assert Knowledge(None, Settings(extractor="rules")).extractor_hash != usual
    assert Knowledge(None, Settings(issues_by_meaning=True)).extractor_hash != usual


def test_the_command_tells_the_settings_that_are_not_the_default() -> None:
    request = Request(Path("my gold.jsonl"), GOLD / "a.jsonl", codebook=Path("b.yaml"))
    told = command_of(request, Settings(extractor="rules", issues_by_meaning=False))
    assert told == (
        f"STANCEHOUSE_EXTRACTOR=rules stancehouse evaluate 'my gold.jsonl' --articles {GOLD / 'a.jsonl'} "
        "--codebook b.yaml"
    )
