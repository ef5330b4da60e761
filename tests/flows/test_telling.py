"""What a run tells of itself: every count, every reason, every source that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from flows import steps
from flows.run import VisitRecord
from flows.telling import markdown

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_artifact_shows_counts_reasons_and_the_sources_that_failed(make_run: Callable[..., steps.Run]) -> None:
    run = make_run()
    run.counts = [steps.Count("ingest", "articles", 9, 4, 3, 2)]
    run.rejections = {"ingest": Counter({"text_is_not_empty": 1, "page_has_main_text": 1})}
    run.visits = [
        VisitRecord("herald", "feed", "read", 9, 4, 3, 2, 0, None, NOW),
        VisitRecord("gaz|ette", "sitemap", "failed", 0, 0, 0, 0, 4, "https://g.example: 503\nagain later", NOW),
    ]
    text = markdown(run)
    assert "| ingest | articles | 9 | 4 | 3 | 2 |" in text
    assert "| ingest | page_has_main_text | 1 |" in text
    assert "| gaz\\|ette | sitemap | 4 | https://g.example: 503 again later |" in text
    assert "| herald | feed | read | 9 | 4 | 3 |" in text


def test_a_run_without_rejections_says_none(make_run: Callable[..., steps.Run]) -> None:
    assert "## Rejected rows by reason\n\nNone." in markdown(make_run())
