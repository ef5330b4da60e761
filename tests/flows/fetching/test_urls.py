"""URLs as they may be shown."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.fetching.urls import shown

SECRET = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20).map(
    lambda text: f"Zq{text}qZ"
)
REST = st.sampled_from(["", "/", "/feed?page=2", "/@name/story", "/a#part", "?q=me@home.example"])
NAMES = st.sampled_from(
    [
        *("key", "apiKey", "api_key", "api-key", "APIKEY", "token", "access_token", "password", "X-Amz-Signature"),
        *("X-Amz-Credential", "AWSAccessKeyId", "client_secret", "auth", "sessionid", "jwt", "passwd", "sig"),
    ]
)


@given(SECRET, SECRET, REST)
def test_no_user_or_password_is_ever_shown(user: str, password: str, rest: str) -> None:
    assume(not set("/?#") & set(user + password))
    url = f"https://{user}:{password}@news.example{rest}"
    assert shown(url) == f"https://news.example{rest}"


@given(SECRET, st.sampled_from(["https://", "http://", "//", ""]))
def test_a_password_with_a_slash_in_it_is_not_shown(password: str, scheme: str) -> None:
    assert password not in shown(f"{scheme}me:{password}@news.example/feed")


@given(SECRET, st.sampled_from(["web.example/2026/", "go.example/?to="]))
def test_a_password_in_a_url_inside_the_url_is_not_shown(password: str, place: str) -> None:
    assume(not set("/?#") & set(password))
    assert shown(f"https://{place}https://me:{password}@news.example/a") == f"https://{place}https://news.example/a"


@given(NAMES, SECRET, st.sampled_from("?&#;"))
def test_no_value_of_a_secret_name_is_ever_shown(name: str, secret: str, mark: str) -> None:
    assume(not set("&;#") & set(secret))
    assert shown(f"https://news.example/feed?page=2{mark}{name}={secret}&n=1") == (
        f"https://news.example/feed?page=2{mark}{name}=***&n=1"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a?page=2&keywords=oil&author=Roos&monkey=1",
        "https://news.example/@ida/story?id=5",
        "http://[2001:db8::1]:8080/a",
        "https://news.example:8443/a?q=a@b.example",
        "file:///archive/2026.warc.gz",
        "s3://bucket/2026.jsonl",
        "articles/one.html",
    ],
)
def test_what_holds_no_secret_is_shown_as_it_is(url: str) -> None:
    assert shown(url) == url


@given(st.text(max_size=200))
def test_any_text_is_shown_on_one_line_and_shown_twice_is_the_same(text: str) -> None:
    once = shown(text)
    assert "\n" not in once
    assert shown(once) == once
