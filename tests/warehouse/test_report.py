"""The report: what the web put into names and titles stays text, and nothing is fetched."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import duckdb

from tests.warehouse.conftest import NOW, article, loaded, stance
from warehouse.report import read_report, write_report


def test_markup_in_titles_and_sentences_stays_text(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    of = article("one", "<script>alert(1)</script> Kenya wants a truce.", title="<img src=x onerror=alert(1)>")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce")])
    write_report(connection, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Kenya wants a truce." in page


def test_the_page_fetches_nothing_and_forbids_it(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_report(connection, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page


def test_a_side_is_told_by_a_sign_not_by_colour_alone(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    of = article("one", "Kenya rejects a truce.")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce", polarity="oppose")])
    write_report(connection, tmp_path / "report.html")
    assert re.search(r'<td class="oppose"[^>]*>−&#8239;1</td>', (tmp_path / "report.html").read_text(encoding="utf-8"))


def test_the_same_warehouse_gives_the_same_page(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    of = article("one", "Kenya rejects a truce.")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce")])
    for name in ("a.html", "b.html"):
        write_report(connection, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_counts_stories_and_the_newest_versions_alone(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    wire, copy = article("wire", "Kenya rejects a truce."), article("copy", "Kenya rejects a truce.")
    old = article("old", "Kenya wants a truce.", page_id=copy["page_id"], retrieved_at=NOW - timedelta(hours=1))
    loaded(connection, [wire, copy, old], [stance(of, of["text"], "Kenya", "a truce") for of in (wire, copy, old)])
    counts = read_report(connection).counts
    assert (counts["articles"], counts["stories"], counts["stances"]) == (2, 1, 2)
