"""The report: what it shows is right, and what the web put into names and titles stays text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.errors import InputError, NotFound
from tests.warehouse.conftest import NOW, article, batch, load_input, loaded, stance
from warehouse.charts import inline
from warehouse.load import load
from warehouse.report import Scope, read_report, write_charts, write_report
from warehouse.report_text import link


def page_of(connection: duckdb.DuckDBPyConnection, folder: Path, scope: Scope | None = None, form: str = "html") -> str:
    write_report(connection, folder / f"report.{form}", scope, form)
    return (folder / f"report.{form}").read_text(encoding="utf-8")


def two_runs(connection: duckdb.DuckDBPyConnection) -> None:
    """Kenya is for a truce in the first run, against in the second, which Finland repeats from a copy of the first."""
    old = article("old", "Kenya wants a truce. Finland wants a truce.", "2026-03-01")
    new = article("new", "Kenya rejects a truce.", "2026-03-05", run_id="run-2", ingested_at=NOW + timedelta(days=5))
    against = stance(new, new["text"], "Kenya", "a truce", polarity="oppose", act="reject")
    first = [
        stance(old, sentence, holder, "a truce")
        for sentence, holder in (("Kenya wants a truce.", "Kenya"), ("Finland wants a truce.", "Finland"))
    ]
    load(connection, load_input(batch([old], first), batch([new], [against], "batch-2"), run_id="run-2"))


def test_markup_in_titles_and_sentences_stays_text(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    of = article("one", "<script>alert(1)</script> Kenya wants a truce.", title="<img src=x onerror=alert(1)>")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce")])
    page = page_of(connection, tmp_path)
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Kenya wants a truce." in page


def test_markup_in_titles_and_sentences_stays_text_in_markdown(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    of = article("one", "<script>alert(1)</script> [Kenya](javascript:x) wants a truce.", title="![a](http://b.c/d)")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce")])
    page = page_of(connection, tmp_path, form="md")
    assert not re.search(r"(?<!\\)<|(?<!\\)\]\(|(?<!\\)!\[", page)
    assert "Kenya" in page


def test_the_page_fetches_nothing_and_forbids_it(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    two_runs(connection)
    page = page_of(connection, tmp_path)
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|xmlns:xlink", page)
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "unsafe" not in page


def test_only_addresses_of_pages_become_links(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    texts = {
        "a": "javascript:alert(1)",
        "b": "https://example.org/b",
        "c": "data:text/html,c",
        "d": "https://x/\u202ed",
    }
    articles = [article(name, f"Kenya wants a truce {name}.", url=url) for name, url in texts.items()]
    loaded(connection, articles, [stance(of, of["text"], "Kenya", "a truce") for of in articles])
    assert re.findall(r'href="([^#"][^"]*)"', page_of(connection, tmp_path)) == ["https://example.org/b"]


@pytest.mark.parametrize("url", ["http://[half", "//example.org", "https://", "https://e.org/\x00", "vbscript:x", ""])
def test_an_address_that_is_no_page_is_no_link(url: str) -> None:
    assert link(url) is None


def test_a_drawing_keeps_shapes_and_text_alone() -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" '
        'onload="alert(1)"><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>in</text></a>'
        '<text style="x" onclick="a" fill="#1a6b3c">&lt;b&gt;</text><foreignObject/><image href="http://x.y/z"/></svg>'
    )
    drawn = inline(hostile)
    assert not re.search(r"script|javascript|onload|onclick|style|foreign|image|http://x", drawn)
    assert '<text fill="var(--for)">&lt;b&gt;</text>' in drawn


def test_a_side_is_told_by_a_sign_and_a_word_not_by_colour_alone(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    of = article("one", "Kenya rejects a truce.")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce", polarity="oppose")])
    page = page_of(connection, tmp_path)
    assert re.search(
        r'<td class="oppose"[^>]*><span aria-hidden="true">−&#8239;1</span><span class="sr">against, ', page
    )


def test_the_same_warehouse_gives_the_same_page(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    two_runs(connection)
    assert page_of(connection, tmp_path) == page_of(connection, tmp_path)


def test_the_page_counts_stories_and_the_newest_versions_alone(connection: duckdb.DuckDBPyConnection) -> None:
    wire, copy = article("wire", "Kenya rejects a truce."), article("copy", "Kenya rejects a truce.")
    old = article("old", "Kenya wants a truce.", page_id=copy["page_id"], retrieved_at=NOW - timedelta(hours=1))
    loaded(connection, [wire, copy, old], [stance(of, of["text"], "Kenya", "a truce") for of in (wire, copy, old)])
    counts = read_report(connection).counts
    assert (counts["articles"], counts["stories"], counts["stances"]) == (2, 1, 2)


def test_a_copied_sentence_is_shown_once_with_its_three_counts(connection: duckdb.DuckDBPyConnection) -> None:
    wire, copy = article("wire", "Kenya wants a truce."), article("copy", "Kenya wants a truce.")
    loaded(connection, [wire, copy], [stance(of, of["text"], "Kenya", "a truce") for of in (wire, copy)])
    report = read_report(connection)
    (row,) = report.evidence["ceasefire"]["support"]
    cell = report.cells["kenya", "ceasefire"]
    assert (row["reports"], row["independent_sources"], row["utterances_of_side"]) == (2, 1, 1)
    assert (cell["reports"], cell["independent_sources"], cell["distinct_utterances"]) == (2, 1, 1)


def test_what_the_last_run_brought_is_new_and_the_reversal_is_told_first(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    two_runs(connection)
    report = read_report(connection)
    assert [(row["holder_label"], row["change"]) for row in report.changes] == [("Kenya", "reversed")]
    assert (report.counts["new_stances"], report.counts["stances"]) == (1, 3)
    page = page_of(connection, tmp_path)
    assert page.index("What changed in the last run") < page.index("reversed, for →") < page.index('id="matrix"')


def test_all_is_there_but_nothing_has_changed_on_a_first_run(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    of = article("one", "Kenya wants a truce.")
    loaded(connection, [of], [stance(of, of["text"], "Kenya", "a truce")])
    assert "there is nothing before it to compare with" in page_of(connection, tmp_path)


@pytest.mark.parametrize(("since", "new"), [(date(2026, 3, 1), 3), (date(2026, 3, 2), 1), (date(2026, 3, 6), 0)])
def test_since_a_day_what_was_stated_from_it_on_is_new(
    connection: duckdb.DuckDBPyConnection, since: date, new: int
) -> None:
    two_runs(connection)
    assert read_report(connection, Scope(since=since)).counts["new_stances"] == new


def test_a_report_of_one_actor_or_issue_has_no_other(connection: duckdb.DuckDBPyConnection) -> None:
    two_runs(connection)
    of_kenya = read_report(connection, Scope(actor="kenya"))
    assert ({one["key"] for one in of_kenya.holders}, of_kenya.counts["stances"]) == ({"kenya"}, 2)
    assert read_report(connection, Scope(issue="tariffs")).counts["stances"] == 0


def test_an_actor_or_issue_that_is_not_there_is_answered_with_those_alike(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    two_runs(connection)
    with pytest.raises(NotFound, match="no actor has the id 'kenia'; did you mean 'kenya'"):
        read_report(connection, Scope(actor="kenia"))
    with pytest.raises(NotFound, match="no issue has the id 'truce'"):
        read_report(connection, Scope(issue="truce"))


def test_a_report_has_no_other_format(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no format 'pdf'"):
        write_report(connection, tmp_path / "report.pdf", form="pdf")


def test_each_chart_is_written_as_svg_and_png(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    of = article("one", "Kenya wants a truce. Finland wants a truce.")
    loaded(
        connection, [of], [stance(of, f"{holder} wants a truce.", holder, "a truce") for holder in ("Kenya", "Finland")]
    )
    files = write_charts(read_report(connection), tmp_path / "charts")
    names = {f"{chart}.{form}" for chart in ("issues", "timeline", "network", "matrix") for form in ("svg", "png")}
    assert {file.name for file in files} == names
    for file in files:
        assert file.read_bytes().startswith(b"\x89PNG" if file.suffix == ".png" else b"<svg")


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_report_shows_conditions_claims_and_contradictions_and_a_copy_once(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, form: str
) -> None:
    claimed = "Finland says Kenya doubts a truce."
    text = f"{claimed} Kenya demands a truce only if tariffs fall. Kenya rejects a truce today."
    both = [article("one", text), article("copy", text)]
    stances = []
    for of in both:
        trade = {"condition": "only if tariffs fall", "condition_issue_id": "tariffs"}
        stances += [
            stance(of, claimed, "Kenya", "a truce", polarity="oppose", attribution_level=2, speaker="Finland"),
            stance(of, "Kenya demands a truce only if tariffs fall.", "Kenya", "a truce", **trade),
            stance(of, "Kenya rejects a truce today.", "Kenya", "a truce", polarity="oppose"),
        ]
    loaded(connection, both, stances)
    head = "Conditions and claims</h2>" if form == "html" else "## Conditions and claims"
    part = page_of(connection, tmp_path, form=form).partition(head)
    bargains, _, careful = part[2].partition("What to be careful about")
    assert bargains.count("Kenya doubts a truce.") == 1
    assert "disputed" in bargains
    assert "only if tariffs fall" in bargains
    assert "Kenya rejects a truce today." in careful
    elsewhere = page_of(connection, tmp_path, Scope(issue="tariffs"), form)
    assert "only if tariffs fall" in elsewhere
    assert "Kenya doubts a truce." not in elsewhere
