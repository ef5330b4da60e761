"""Sources: every file, line and row gives a document, or the reason why not."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.sources import files_of, read_file, read_sources
from schemas.errors import InputError
from transforms.documents import RawDocument, Unreadable


def only(path: Path) -> RawDocument | Unreadable:
    (found,) = read_file(path)
    return found


def test_front_matter_gives_the_fields_and_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text("---\ntitle: The vote\npublished_at: 2026-03-01\n---\nKenya waits.\n", encoding="utf-8")
    found = only(path)
    assert isinstance(found, RawDocument)
    assert (found.doc_id, found.title, found.published_at, found.text) == (
        "vote",
        "The vote",
        "2026-03-01",
        "Kenya waits.\n",
    )


def test_text_without_front_matter_is_all_text(tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text("Kenya waits.\n---\nIt rains.\n", encoding="utf-8")
    assert only(path) == RawDocument(str(path), "vote", "Kenya waits.\n---\nIt rains.\n")


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    paragraphs = "".join(
        f"<p>Kenya demands a truce on the {n}th day, and its envoy said so at length.</p>" for n in range(9)
    )
    path.write_text(
        '<html><head><title>Truce</title><meta property="article:published_time" content="2026-03-01T08:00:00Z">'
        f"</head><body><nav>Home Sport</nav><article><h1>Truce</h1>{paragraphs}</article></body></html>",
        encoding="utf-8",
    )
    found = only(path)
    assert isinstance(found, RawDocument)
    assert "Kenya demands a truce on the 3th day" in found.text
    assert "Sport" not in found.text
    assert (found.published_at, found.published_at_source) == ("2026-03-01T08:00:00+00:00", "meta")


def test_a_broken_line_is_named_by_its_number_and_the_others_load(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    good = json.dumps({"id": "x", "text": "Kenya waits."})
    path.write_text(f'{good}\n{{"id": \n\n[1]\n{good}\n{{"id": "y"}}\n', encoding="utf-8")
    found = list(read_file(path))
    assert [type(one).__name__ for one in found] == [
        "RawDocument",
        "Unreadable",
        "Unreadable",
        "RawDocument",
        "Unreadable",
    ]
    bad = [one for one in found if isinstance(one, Unreadable)]
    assert [one.source for one in bad] == [f"{path}:2", f"{path}:4", f"{path}:6"]
    assert [one.check_name for one in bad] == ["line_is_json", "line_is_an_object", "text_is_there"]


def test_csv_and_parquet_give_a_document_a_row(tmp_path: Path) -> None:
    frame = pl.DataFrame({"doc_id": ["a", None], "text": ["Kenya waits.", "It rains."], "date": ["2026-03-01", None]})
    frame.write_csv(tmp_path / "one.csv")
    frame.write_parquet(tmp_path / "two.parquet")
    for name in ("one.csv", "two.parquet"):
        first, second = read_file(tmp_path / name)
        assert isinstance(first, RawDocument)
        assert isinstance(second, RawDocument)
        assert (first.doc_id, first.published_at, first.text) == ("a", "2026-03-01", "Kenya waits.")
        assert (second.doc_id, second.published_at) == (f"{Path(name).stem}-2", None)


@pytest.mark.parametrize("name", ["one.txt", "two.jsonl", "three.csv", "four.tsv", "five.json", "six.parquet"])
def test_a_packed_file_is_read_like_the_file_itself(tmp_path: Path, name: str) -> None:
    frame = pl.DataFrame({"text": ["Kenya waits."]})
    frame.write_parquet(tmp_path / "six.parquet")
    plain = {
        "one.txt": b"Kenya waits.",
        "two.jsonl": b'{"text": "Kenya waits."}',
        "three.csv": b"id;text\n;Kenya waits.\n",
        "four.tsv": b"id\ttext\n\tKenya waits.\n",
        "five.json": b'[{"text": "Kenya waits."}]',
        "six.parquet": (tmp_path / "six.parquet").read_bytes(),
    }[name]
    (tmp_path / name).write_bytes(plain)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(plain))
    unpacked, packed = only(tmp_path / name), only(tmp_path / f"{name}.gz")
    assert isinstance(unpacked, RawDocument)
    assert isinstance(packed, RawDocument)
    assert packed.text == "Kenya waits."
    assert (packed.text, packed.doc_id) == (unpacked.text, unpacked.doc_id)


def test_a_bad_row_of_a_csv_is_named_and_the_others_load(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(
        b'id,text\na,"Kenya waits, it says."\nb,caf\xe9\nc,one,two,three\nd,"He said "no" twice."\ne,It rains.\n'
    )
    found = list(read_file(path))
    assert [one.doc_id for one in found if isinstance(one, RawDocument)] == ["a", "e"]
    bad = [(one.source, one.check_name) for one in found if isinstance(one, Unreadable)]
    assert bad == [
        (f"{path}:row 2", "text_is_utf_8"),
        (f"{path}:row 3", "row_has_the_columns_of_the_header"),
        (f"{path}:row 4", "row_is_csv"),
    ]


def test_a_value_of_a_csv_may_be_as_long_as_an_article(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"text\n{'Kenya waits. ' * 50_000}\n", encoding="utf-8")
    found = only(path)
    assert isinstance(found, RawDocument)
    assert len(found.text) == 650_000


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    paragraphs = "<p>The café in Nairobi stays closed, and its owner waits for a truce.</p>" * 9
    page = f'<html><head><meta charset="iso-8859-1"></head><body><article>{paragraphs}</article></body></html>'
    path.write_bytes(page.encode("latin-1"))
    found = only(path)
    assert isinstance(found, RawDocument)
    assert "The café in Nairobi" in found.text


def test_a_date_of_parquet_is_written_as_iso(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    day = datetime(2026, 3, 1, 8, tzinfo=UTC)
    pl.DataFrame({"text": ["Kenya waits."], "published_at": [day], "authors": [["A", "B"]]}).write_parquet(path)
    found = only(path)
    assert isinstance(found, RawDocument)
    assert (found.published_at, found.authors) == ("2026-03-01T08:00:00+00:00", "A; B")


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kenya waits.", encoding="utf-8")
    assert [file.name for file in files_of([path, tmp_path, path])] == [str(path)]


@pytest.mark.parametrize(
    ("name", "data", "check", "words"),
    [
        ("empty.txt", b"", "file_is_not_empty", "the file is empty"),
        ("latin.txt", b"ok\ncaf\xe9", "text_is_utf_8", "byte 0xe9 at offset 6 (line 2)"),
        ("latin.csv", b"text\ncaf\xe9", "text_is_utf_8", "byte 0xe9 at character 3 of 'text'"),
        ("blank.jsonl", b"\n \n", "file_is_not_empty", "nothing to read"),
        ("number.jsonl", b'{"text": 5}', "text_is_text", "`text` holds int, not text"),
        ("broken.json", b"[{", "file_is_json", "no JSON"),
        ("no-text.csv", b"id,title\n1,The vote", "text_is_there", "(id, title)"),
        ("cut.txt.gz", gzip.compress(b"Kenya waits." * 99)[:-9], "file_is_whole", "fetch it anew"),
        ("not.txt.gz", b"Kenya waits.", "file_is_readable", "check the file"),
        ("broken.parquet", b"PAR1 no", "file_is_parquet", "export the table anew"),
        ("notes.docx", b"x", "format_is_known", "no reader for '.docx'"),
        ("blank.html", b"<html><body></body></html>", "page_has_main_text", "no main text"),
        ("head.txt", b"---\n: [\n---\nKenya waits.", "front_matter_is_yaml", "front matter"),
        ("head.md", b"---\n- one\n---\nKenya waits.", "front_matter_is_yaml", "key: value"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, check: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = only(path)
    assert isinstance(found, Unreadable)
    assert found.check_name == check
    assert words in found.message
    assert str(path) in found.message


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    path.symlink_to(tmp_path / "nowhere.txt")
    found = only(path)
    assert isinstance(found, Unreadable)
    assert found.check_name == "file_is_readable"


def test_a_missing_path_is_an_error_with_the_likely_one(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(InputError, match=r"artikles' is not there; did you mean '.*/articles'"):
        files_of([tmp_path / "artikles"])


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files_and_readme(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "README.md"):
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    assert [one.doc_id for one in read_sources([tmp_path]) if isinstance(one, RawDocument)] == ["a", "b"]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("No article.", encoding="utf-8")
    with pytest.raises(InputError, match="holds no file of articles"):
        files_of([tmp_path])


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".json", ".csv", ".parquet", ".html", ".txt.gz"])
@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_a_reader_fail(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    assert all(isinstance(one, RawDocument | Unreadable) for one in read_file(path))
