"""Bodies, unpacked piece by piece."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetching.body import Body, Damaged, TooLarge, unpacked

LIMIT = 1_000_000
DATA = st.one_of(st.binary(max_size=2000), st.integers(0, 400_000).map(bytes))


def packed(data: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.compress(data)
    packer = zlib.compressobj(wbits=-15 if encoding == "bare" else 15)
    return packer.compress(data) + packer.flush()


def read(data: bytes, encoding: str, piece: int = 1000, limit: int = LIMIT) -> bytes:
    body = Body(limit, encoding)
    for start in range(0, len(data), piece):
        body.add(data[start : start + piece])
    body.finish()
    return bytes(body)


@given(DATA, st.sampled_from(["gzip", "deflate", "bare"]), st.integers(1, 3000))
def test_a_body_comes_out_as_it_was_packed_however_it_is_cut(data: bytes, encoding: str, piece: int) -> None:
    assert read(packed(data, encoding), "gzip" if encoding == "gzip" else "deflate", piece) == data


@given(st.lists(DATA, min_size=2, max_size=4), st.integers(1, 3000))
def test_gzip_members_one_after_another_are_one_body(parts: list[bytes], piece: int) -> None:
    assert read(b"".join(map(gzip.compress, parts)), "gzip", piece, 4 * LIMIT) == b"".join(parts)


@given(DATA, st.integers(1, 400))
def test_gzip_that_ends_early_is_damaged(data: bytes, missing: int) -> None:
    whole = gzip.compress(data)
    part = whole[: max(1, len(whole) - missing)]
    with pytest.raises(Damaged):
        read(part, "gzip")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_damaged(data: bytes, encoding: str) -> None:
    try:
        read(data, encoding)
    except Damaged as error:
        assert encoding in str(error)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])
def test_no_byte_is_lost_where_a_piece_is_full(size: int) -> None:
    assert len(read(gzip.compress(bytes(size)), "gzip")) == size


def test_unpacking_stops_at_the_limit() -> None:
    with pytest.raises(TooLarge):
        read(gzip.compress(bytes(LIMIT + 1)), "gzip")
    assert len(read(gzip.compress(bytes(LIMIT)), "gzip")) == LIMIT


def test_members_that_unpack_to_nothing_stop_at_the_limit() -> None:
    with pytest.raises(TooLarge):
        read(gzip.compress(b"") * 1000, "gzip", limit=10_000)


def test_zeros_after_the_end_are_passed_over() -> None:
    assert read(gzip.compress(b"news") + bytes(512), "gzip") == b"news"


def test_a_gzip_file_is_unpacked_and_other_bytes_are_left() -> None:
    assert unpacked(gzip.compress(b"<urlset/>"), LIMIT) == b"<urlset/>"
    assert unpacked(b"<urlset/>", LIMIT) == b"<urlset/>"
    with pytest.raises(TooLarge):
        unpacked(gzip.compress(bytes(LIMIT + 1)), LIMIT)
