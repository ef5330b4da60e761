"""Warehouses whose names, titles, quotations and addresses attack the page that shows them."""

from __future__ import annotations

from typing import Any

import duckdb

from tests.warehouse.conftest import article, loaded, stance

RUN = "window.owned=1;alert(1)"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--></title></textarea></select></option><img src=x onerror='{RUN}'>",
    f'"><svg onload="{RUN}">',
    f"' autofocus onfocus='{RUN}' x='",
    f'<a href="javascript:{RUN}">go</a>',
    "<iframe src=http://127.0.0.1:9/frame></iframe><link rel=stylesheet href=http://127.0.0.1:9/css>",
    "<img src=http://127.0.0.1:9/pixel><style>@import 'http://127.0.0.1:9/import';</style>",
    "{{ 7 * 7 }}{% raw %}${7*7}<%= 7 %>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/away'><base href=http://127.0.0.1:9/>",
    "\u202etxt.exe\u2066 \u0007\u0085\ufffe\uffff \u200fשלום \u200eمرحبا",
    "Z̷͈̓a̸̗͝l̵g̶o 👩‍👩‍👧‍👦 ﷽",
)
ADDRESSES = (
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    "//127.0.0.1:9/x",
    'https://example.org/"onmouseover="alert(1)', "https://example.org/fine", "file:///etc/passwd",
    "http://[half", "https://",
)  # fmt: skip


def hostile_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    """Each attack as title, outlet, holder, target and sentence of an article, for, against and undecided."""
    articles: list[dict[str, Any]] = []
    stances: list[dict[str, Any]] = []
    sides = ("support", "oppose", "mixed")
    for number, attack in enumerate(ATTACKS):
        text = f"Holder {attack} {number} said of target {attack} {number}: {attack} thing {number}."
        url = ADDRESSES[number % len(ADDRESSES)]
        of = article(f"n{number}", text, f"2026-03-{number + 1:02}", title=attack, publisher=attack, url=url)
        articles.append(of)
        holder, target, side = f"Holder {attack} {number}", f"target {attack} {number}", sides[number % 3]
        stances.append(stance(of, text, holder, target, polarity=side, condition=attack, speaker=f"Speaker {attack}"))
        stances.append(stance(of, text, holder, target, polarity=sides[(number + 1) % 3], issue_id="tariffs",
                              stance_id=f"{number:020x}"))  # fmt: skip
    loaded(connection, articles, stances)


def large_warehouse(connection: duckdb.DuckDBPyConnection, number: int = 10_000) -> None:
    """So many stances with sentences of their own, of 200 holders on two issues over 250 articles."""
    articles: list[dict[str, Any]] = []
    stances: list[dict[str, Any]] = []
    each = 40
    for page in range(number // each):
        sentences = [
            f"Holder {(page * each + i) % 200:03} said after long talks that it wants measure {page * each + i:05}."
            for i in range(each)
        ]
        of = article(f"page {page}", " ".join(sentences), f"2026-{page % 12 + 1:02}-{page % 28 + 1:02}")
        articles.append(of)
        for i, sentence in enumerate(sentences):
            stances.append(
                stance(of, sentence, sentence[:10], sentence[-14:-1], polarity=("support", "oppose", "mixed")[i % 3],
                       issue_id=("ceasefire", "tariffs")[i % 2])
            )  # fmt: skip
    loaded(connection, articles, stances)
