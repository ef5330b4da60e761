"""Read states and their leaders from a copy of the World Factbook and the table of country codes.

    factbook/*/*.json, country-codes.csv -> StateFacts, one a state, with the leaders named there

A fact that the Factbook words in its own way (titles, ranks, SURNAMES in capitals) is brought to the usual form here;
what is usual in the news but not in the Factbook stands in actors_manual.yaml.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

TITLES = (
    r"President of the Swiss Confederation|President of the Government of Spain \(prime minister-equivalent\)"
    r"|President of Council of Ministers|President, Presidential Council,|Presidential Leadership Council Chairperson"
    r"|Chairman of the Cabinet of Ministers|Chairperson of the Council of Ministers|State Affairs Commission President"
    r"|Crown Prince and Prime Minister|Prime Minister Crown Prince|Prime Minister and Foreign Minister"
    r"|Prime Minister and Co-Vice President|Sultan and Prime Minister|Supreme Leader|Taoiseach \(Prime Minister\)"
    r"|CNSP Prime Minister|Taliban Leader|Chief Executive|Grand Duke"
    r"|(?:Interim |Acting |Transition |Transitional |Caretaker |GNU Interim )?(?:President|Prime Minister)"
    r"|Premier|Chancellor|King|Emperor|Sultan|Amir|Prince|Pope"
)
RANKS = r"(?:(?:Sr\. Gen\.|Gen\.|General|Capt\.|Col\.|Dr\.|Sir|Ratu|Sultan)\s+)*"
LEADER = re.compile(rf"^(?P<title>{TITLES})\s+{RANKS}(?P<name>[^(;]+?)\s*(?:\((?P<since>[^)]*)\))?\s*(?:$|[;,(])")
SINCE = re.compile(r"since (\d{1,2} \w+ \d{4})")


@dataclass(frozen=True)
class Leader:
    """One office holder as the Factbook names it: SURNAME in capitals."""

    title: str
    written: str
    since: date | None

    @property
    def surname(self) -> str:
        """The part in capitals, in usual letter case."""
        return " ".join(_usual_case(word) for word in self._capitals())

    @property
    def usual(self) -> str:
        """First given name and surname; names that begin with the surname stay whole."""
        words, capitals = self.written.split(), self._capitals()
        at = words.index(capitals[0])
        kept = words if at == 0 else [words[0], *capitals]
        return " ".join(_usual_case(word) for word in kept)

    @property
    def whole(self) -> str:
        """All names, in usual letter case."""
        return " ".join(_usual_case(word) for word in self.written.split())

    def _capitals(self) -> list[str]:
        words = self.written.split()
        upper = [index for index, word in enumerate(words) if _is_capitals(word)]
        return words[upper[0] : upper[-1] + 1] if upper else words[-1:]


@dataclass(frozen=True)
class StateFacts:
    """What the sources say of one state."""

    country: str
    name: str
    official: str | None
    capitals: tuple[str, ...]
    demonyms: tuple[str, ...]
    leaders: tuple[Leader, ...] = ()
    unread: tuple[str, ...] = field(default=())


def read_states(entities: Path, extra: dict[str, str], kept: set[str]) -> Iterator[StateFacts]:
    """Yield the independent states, those of `kept` (ISO codes), and `extra` (ISO code -> Factbook code)."""
    books = {path.stem: path for path in (entities / "factbook").glob("*/*.json")}
    seen: set[str] = set()
    with (entities / "country-codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            iso, code = row["ISO3166-1-Alpha-2"], row["FIPS"].lower()
            if row["is_independent"] == "Yes" or iso in kept:
                name = _plain_name(row["CLDR display name"])
                seen.add(iso)
                yield _state(iso, name, row["Capital"].strip(), books.get(extra.get(iso, code)))
    for iso in sorted(set(extra) - seen):
        path = books[extra[iso]]
        name = _text(json.loads(path.read_text(encoding="utf-8")), "Country name", "conventional short form")
        yield _state(iso, name, "", path)


def _state(iso: str, name: str, capital: str, path: Path | None) -> StateFacts:
    book = json.loads(path.read_text(encoding="utf-8")) if path else {}
    official = _text(book, "Country name", "conventional long form").split(";")[0].split(" (")[0]
    people = book.get("People and Society", {}).get("Nationality", {})
    nouns = html.unescape(people.get("noun", {}).get("text", ""))
    adjectives = html.unescape(people.get("adjective", {}).get("text", ""))
    leaders, unread = [], []
    for office in ("chief of state", "head of government"):
        text = re.sub(r"<[^>]+>", " ", _text(book, "Executive branch", office)).strip()
        match = LEADER.match(text)
        if match:
            leaders.append(Leader(match["title"].strip(" ,"), match["name"].strip(), _since(match["since"])))
        elif text:
            unread.append(text)
    return StateFacts(
        country=iso,
        name=name,
        official=None if official.lower() in ("none", "", name.lower()) else official.removeprefix("The "),
        capitals=_capitals(_text(book, "Capital", "name"), capital),
        demonyms=tuple(dict.fromkeys([*demonyms(adjectives), *demonyms(nouns)])),
        leaders=tuple(leaders),
        unread=tuple(unread),
    )


def demonyms(text: str) -> list[str]:
    """Words for the people in the Factbook's shorthand.

    >>> demonyms("Dutchman(men), Dutchwoman(women)")
    ['Dutchman', 'Dutchmen', 'Dutchwoman', 'Dutchwomen']
    >>> demonyms("Lao(s) or Laotian(s)")
    ['Lao', 'Laos', 'Laotian', 'Laotians']
    """
    text = re.sub(r"\((?:singular|plural|collective|colloquial|US)[^)]*\)|note.*$", "", text)
    text = text.replace("Taiwan (or Taiwanese)", "Taiwanese")
    words: list[str] = []
    for part in re.split(r",|;|/| or ", text):
        plural = re.fullmatch(r"(.*?)\s?\((s|men|women)\)", part.strip())
        if plural is None:
            words.append(part.strip())
        elif plural[2] == "s":
            words += [plural[1], plural[1] + "s"]
        else:
            words += [plural[1], re.sub("(man|woman)$", "", plural[1]) + plural[2]]
    return [word for word in words if word and word.lower() not in ("none", "na")]


def _capitals(book: str, table: str) -> tuple[str, ...]:
    names = []
    for part in re.split(r";|,(?! D\.C\.)", re.sub(r"\([^)]*\)", "", book)):
        word = part.strip()
        if re.fullmatch(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-Z][\w.'’-]*| la| de)*(?:, D\.C\.)?", word):
            names.append(word)
    return tuple(dict.fromkeys([*names, *([table] if table else [])]))


def _text(book: dict, *path: str) -> str:
    node = book.get("Government", {})
    for step in path:
        node = node.get(step, {}) if isinstance(node, dict) else {}
    text = node.get("text", "") if isinstance(node, dict) else ""
    return " ".join(html.unescape(text).split())


def _plain_name(name: str) -> str:
    return name.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")


def _since(text: str | None) -> date | None:
    match = SINCE.search(text or "")
    if not match:
        return None
    day = match[1].replace(" Sep ", " September ").replace(" Oct ", " October ")
    return datetime.strptime(day, "%d %B %Y").date()  # noqa: DTZ007 - a date has no zone


def _is_capitals(word: str) -> bool:
    letters = re.sub(r"^(?:al|el|as|an)-|[^\w]", "", word)
    if re.fullmatch(r"II|III|IV|V|VI{0,3}|IX|X|XIV|XVI", letters):  # FREDERIK X; but XI is a surname
        return False
    return (len(letters) > 1 and letters.isupper()) or bool(re.search(r"[A-ZÀ-Þ]{3}", letters))


def _usual_case(word: str) -> str:
    if not _is_capitals(word):
        return word
    usual = re.sub(r"[A-ZÀ-Þ]{2,}", lambda run: run[0][0] + run[0][1:].lower(), word)
    return re.sub(r"^(Al|El|As|An)-", lambda match: match[0].lower(), usual)
