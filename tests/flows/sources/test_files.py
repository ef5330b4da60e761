"""Files as a source: wherever fsspec reaches, under any column names, and each only when it has changed."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import polars as pl
import pytest

from flows.sources import files_of, read_file
from flows.sources.file_names import FileNames
from flows.sources.files import FilesSource
from flows.sources.reading import Reading
from flows.sources.visit import Memory, SourceFailed
from schemas.errors import InputError
from tests.flows.sources.archives import pages
from tests.flows.sources.conftest import MakeVisit, documents, problems, read, story

LINE = json.dumps({"id": "a", "text": "Kenya waits."}) + "\n"


@pytest.fixture
def memory_folder(request: pytest.FixtureRequest) -> Iterator[str]:
    """A folder of fsspec's file system in memory."""
    fs = fsspec.filesystem("memory")
    root = f"/{request.node.name}"
    fs.makedirs(root)
    yield f"memory://{root}"
    fs.rm(root, recursive=True)


def put(url: str, data: bytes | str) -> None:
    with fsspec.open(url, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def test_a_folder_behind_a_url_is_read_like_one_that_is_here(memory_folder: str, make_visit: MakeVisit) -> None:
    put(f"{memory_folder}/a.txt", "Kenya waits.")
    put(f"{memory_folder}/deep/b.jsonl.gz", gzip.compress(LINE.encode()))
    put(f"{memory_folder}/deep/c.warc.gz", pages("truce").data)
    put(f"{memory_folder}/.hidden/d.txt", "No.")
    put(f"{memory_folder}/README.md", "No.")
    pl.DataFrame({"text": ["It rains."]}).write_parquet(table := io.BytesIO())
    put(f"{memory_folder}/e.parquet", table.getvalue())
    found = read(FilesSource("archive", memory_folder), make_visit())
    assert problems(found) == []
    assert [one.source.removeprefix(memory_folder) for one in documents(found)] == [
        "/a.txt",
        "/deep/b.jsonl.gz:1",
        "/deep/c.warc.gz:record 1",
        "/e.parquet:row 1",
    ]


def test_a_pattern_picks_files_here_and_behind_a_url(memory_folder: str, tmp_path: Path, make_visit: MakeVisit) -> None:
    for place in (memory_folder, str(tmp_path)):
        for name in ("one.txt", "two.txt", "three.md"):
            put(f"{place}/{name}", "Kenya waits.")
        found = documents(read(FilesSource("some", f"{place}/t*.txt"), make_visit()))
        assert [one.doc_id for one in found] == ["two"]


def test_only_new_and_changed_files_are_read_at_the_next_visit(
    memory_folder: str, tmp_path: Path, make_visit: MakeVisit
) -> None:
    for place in (memory_folder, str(tmp_path)):
        memory, source = Memory(), FilesSource("archive", place)
        put(f"{place}/a.txt", "Kenya waits.")
        put(f"{place}/b.txt", "It rains.")
        assert len(read(source, make_visit(memory))) == 2
        unchanged = make_visit(memory)
        assert (read(source, unchanged), unchanged.is_unchanged) == ([], True)
        put(f"{place}/b.txt", "It rains again.")
        put(f"{place}/c.txt", "It snows.")
        assert [one.doc_id for one in documents(read(source, make_visit(memory)))] == ["b", "c"]


def test_files_are_read_anew_when_they_are_to_be_read_otherwise(tmp_path: Path, make_visit: MakeVisit) -> None:
    put(str(tmp_path / "a.jsonl"), '{"text": "Kenya waits.", "words": "It rains."}')
    memory = Memory()
    read(FilesSource("archive", str(tmp_path)), make_visit(memory))
    (found,) = documents(read(FilesSource("archive", str(tmp_path), columns={"text": "words"}), make_visit(memory)))
    assert found.text == "It rains."


def test_the_memory_forgets_files_that_are_gone(tmp_path: Path, make_visit: MakeVisit) -> None:
    memory = Memory()
    put(str(tmp_path / "a.txt"), "Kenya waits.")
    put(str(tmp_path / "b.txt"), "It rains.")
    read(FilesSource("archive", str(tmp_path)), make_visit(memory))
    (tmp_path / "a.txt").unlink()
    read(FilesSource("archive", str(tmp_path)), make_visit(memory))
    assert list(memory.files) == [str(tmp_path / "b.txt")]


def test_columns_of_the_source_are_named_by_our_fields(tmp_path: Path, make_visit: MakeVisit) -> None:
    frame = pl.DataFrame({"body_text": ["Kenya waits."], "wire": ["Reuters"], "text": ["no"], "lang": ["en-GB"]})
    frame.write_csv(tmp_path / "a.csv")
    frame.write_parquet(tmp_path / "b.parquet")
    frame.write_ndjson(tmp_path / "c.jsonl")
    source = FilesSource("archive", str(tmp_path), columns={"text": "body_text", "publisher": "wire"})
    found = documents(read(source, make_visit()))
    assert [(one.text, one.publisher, one.language) for one in found] == [("Kenya waits.", "Reuters", "en")] * 3


def test_an_unknown_field_of_columns_is_an_error_with_the_likely_one() -> None:
    with pytest.raises(InputError, match=r"unknown field 'titel'.* did you mean 'title'"):
        FilesSource("archive", "x", columns={"titel": "headline"})


def test_publisher_and_language_of_the_source_fill_what_a_file_leaves_open(
    tmp_path: Path, make_visit: MakeVisit
) -> None:
    put(str(tmp_path / "a.jsonl"), '{"text": "Kenya waits."}\n{"text": "It rains.", "publisher": "Own"}\n')
    found = documents(read(FilesSource("a", str(tmp_path), publisher="Post", language="en"), make_visit()))
    assert [(one.publisher, one.language) for one in found] == [("Post", "en"), ("Own", "en")]


def test_names_of_files_give_fields_and_front_matter_goes_before_them(tmp_path: Path, make_visit: MakeVisit) -> None:
    put(str(tmp_path / "2026-03-01_The Post_771_b.txt"), "---\ntitle: The vote\npublisher: Own\n---\nKenya waits.")
    put(str(tmp_path / "20260302_The Post_772.txt.gz"), gzip.compress(b"It rains."))
    put(str(tmp_path / "notes.txt"), "It snows.")
    source = FilesSource("a", str(tmp_path), file_names="{published_at}_{publisher}_{doc_id}.txt")
    found = read(source, make_visit())
    assert [(one.doc_id, one.publisher, one.published_at) for one in documents(found)] == [
        ("771_b", "Own", "2026-03-01"),
        ("772", "The Post", "20260302"),
    ]
    (problem,) = problems(found)
    assert (problem.check_name, problem.value) == ("file_name_fits_pattern", "notes.txt")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("plain.txt", "names no field"),
        ("{titel}.txt", "unknown field 'titel', did you mean 'title'"),
        ("{title}{doc_id}.txt", "without anything between"),
        ("{title}_{title}.txt", "twice"),
        ("{title", "expected '}'"),
        ("{title!r}.txt", "neither format nor conversion"),
        ("{text}.txt", "unknown field"),
        ("{}.txt", "unknown field"),
    ],
)
def test_a_bad_pattern_of_names_is_an_error_with_an_example(pattern: str, words: str) -> None:
    with pytest.raises(InputError, match="write for example") as error:
        FilesSource("a", "x", file_names=pattern)
    assert words in str(error.value)


def test_a_long_name_that_does_not_fit_is_told_at_once() -> None:
    names = FileNames.of("{title}_{publisher}_{authors}_{doc_id}_{language}.txt")
    assert names.fields("_a" * 120_000) is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"x" * 5000),
        ("a.txt.gz", gzip.compress(b"\0" * 50_000_000)),
        ("a.html", b"x" * 5000),
        ("a.json", b"x" * 5000),
        ("a.json.gz", gzip.compress(b"\0" * 50_000_000)),
        ("a.csv", b"text\n" + b"x" * 5000),
        ("a.parquet.gz", gzip.compress(b"\0" * 50_000_000)),
    ],
)
def test_a_file_over_the_limit_is_not_read(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (problem,) = problems(list(read_file(tmp_path / name, Reading(max_bytes=1000))))
    assert problem.check_name == "file_is_not_too_large"
    assert "STANCEHOUSE_MAX_BYTES" in problem.message


def test_a_line_over_the_limit_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE + "x" * 5_000_000 + "\n" + LINE, encoding="utf-8")
    found = list(read_file(path, Reading(max_bytes=1000)))
    assert (len(documents(found)), [one.source for one in problems(found)]) == (2, [f"{path}:2"])


def test_aliases_of_front_matter_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f"l{n + 1}: &l{n + 1} [{', '.join([f'*l{n}'] * 10)}]\n" for n in range(9))
    path = tmp_path / "a.txt"
    path.write_text(f"---\nl0: &l0 ha\n{laughs}title: *l9\nauthors: [*l9, Ida]\n---\nKenya waits.", encoding="utf-8")
    (found,) = documents(list(read_file(path)))
    assert (found.title, found.authors) == (None, "Ida")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("memory://nowhere/at/all", "holds no file"),
        ("https://post.example/a.txt", "not read from the web"),
        ("simplecache::http://me:hunter2@post.example/a.txt", "not read from the web"),
        ("nosuch://me:hunter2@bucket/a", "cannot be reached"),
        ("/no/such/path", "is not there"),
    ],
)
def test_a_place_without_files_fails_with_the_reason(make_visit: MakeVisit, place: str, words: str) -> None:
    with pytest.raises(SourceFailed, match=words) as failure:
        read(FilesSource("a", place), make_visit())
    assert "hunter2" not in str(failure.value)


def test_a_page_in_a_file_is_told_what_its_name_says(tmp_path: Path, make_visit: MakeVisit) -> None:
    page = story("The truce").replace('<meta property="article:published_time" content="2026-03-01T08:00:00Z">', "")
    put(str(tmp_path / "2026-02-27_771.html"), page)
    (found,) = documents(read(FilesSource("a", str(tmp_path), file_names="{published_at}_{doc_id}.html"), make_visit()))
    assert (found.doc_id, found.published_at, found.published_at_source) == ("771", "2026-02-27", "file")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of a real S3 server on loopback."""
    pytest.importorskip("s3fs")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        fs = fsspec.filesystem("s3")
        fs.mkdir("post")
        yield "s3://post"
        fs.clear_instance_cache()
    server.stop()


def test_files_in_a_bucket_are_read_and_not_again_while_unchanged(bucket: str, make_visit: MakeVisit) -> None:
    put(f"{bucket}/warc/a.warc.gz", pages("truce", "levy").data)
    put(f"{bucket}/warc/b.jsonl", LINE)
    source, memory = FilesSource("archive", f"{bucket}/warc/*"), Memory()
    found = read(source, make_visit(memory))
    assert [one.source for one in documents(found)] == [
        "s3://post/warc/a.warc.gz:record 1",
        "s3://post/warc/a.warc.gz:record 2",
        "s3://post/warc/b.jsonl:1",
    ]
    put(f"{bucket}/warc/b.jsonl", LINE + LINE.replace("waits", "rains"))
    assert len(read(source, make_visit(memory))) == 2
    again = make_visit(memory)
    assert (read(source, again), again.is_unchanged) == ([], True)


def test_a_bucket_that_is_not_there_fails(bucket: str, make_visit: MakeVisit) -> None:
    with pytest.raises(SourceFailed, match="s3://nowhere"):
        read(FilesSource("a", "s3://nowhere/x"), make_visit())


def test_files_of_a_bucket_and_of_this_machine_go_together(bucket: str, tmp_path: Path) -> None:
    put(f"{bucket}/one/a.txt", "Kenya waits.")
    put(str(tmp_path / "b.txt"), "It rains.")
    assert [file.name for file in files_of([f"{bucket}/one", tmp_path])] == [
        "s3://post/one/a.txt",
        str(tmp_path / "b.txt"),
    ]
