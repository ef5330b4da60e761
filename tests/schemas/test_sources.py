"""sources.yaml: what it may say, and that each mistake is told with its line and remedy."""

from __future__ import annotations

import pytest

from schemas.errors import SourcesError
from schemas.sources import parse_sources

GOOD = """\
sources:
  - name: herald
    feed: https://herald.example/rss
    publisher: The Herald
    delay_s: 2.5
  - name: lists
    urls: [https://a.example/1, https://a.example/2]
  - name: resting
    files: articles
    enabled: false
"""


def test_each_entry_is_one_source_of_one_kind_and_a_disabled_one_is_none() -> None:
    sources = parse_sources(GOOD, "sources.yaml").sources
    assert [(source.name, source.kind) for source in sources] == [("herald", "feed"), ("lists", "urls")]
    assert sources[0].delay_s == 2.5
    assert sources[1].urls == ("https://a.example/1", "https://a.example/2")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("feed: ftp://a.example", "4: feed 'ftp://a.example': must be a URL that begins with http"),
        ("feeds: https://a.example", "4: unknown key 'feeds'; .*: did you mean 'feed'?"),
        ("publisher: A", "3: a source has exactly one of feed, sitemap, urls, page, files, this one none; give one"),
        ("feed: https://a.example\n    page: https://b.example", "3: .* this one feed and page; give one"),
        ("page: https://a.example\n    columns: {text: body}", "3: 'columns' goes with files, not with page"),
        ("page: https://a.example\n    language: english", "5: language 'english': must be two lower-case letters"),
        ("sitemap: https://a.example\n    match: '('", "5: match '\\(': must be a regular expression"),
        ("feed: https://a.example\n    max_entries: many", "5: max_entries 'many': "),
        ("feed: https://a.example\n  - name: one\n    files: b", "5: name 'one' is taken by the source of line 3"),
        ("feed: https://a.example\n    feed: https://b.example", "5: key 'feed' stands twice in one entry"),
        ("feed: https://a.example\n  - files: b", "5: 'name' is missing; add it to this entry"),
        ("feed: https://a.example\n  - wrong", "5: a source is a mapping of keys"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(entry: str, said: str) -> None:
    text = f"# where we read\nsources:\n  - name: one\n    {entry}\n"
    with pytest.raises(SourcesError, match=f"^s.yaml:{said}"):
        parse_sources(text, "s.yaml")


@pytest.mark.parametrize("text", ["", "sources:", "sources: []", "- name: a", "sources: {a: b}"])
def test_a_file_that_holds_no_sources_is_told(text: str) -> None:
    with pytest.raises(SourcesError, match=r"^s.yaml:1: "):
        parse_sources(text, "s.yaml")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SourcesError) as raised:
        parse_sources("sources:\n  - name: a\n    fed: x\n  - nam: b\n    page: y\n", "s.yaml")
    assert len(str(raised.value).splitlines()) >= 4
