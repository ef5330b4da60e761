"""The file `sources.yaml`: where a scheduled run reads its articles.

    YAML text -> parse_sources -> SourcesFile(sources), each a feed, a sitemap, a list of URLs, a page, or files

    sources:
      - name: herald                         # in runs and alerts; unique
        feed: https://herald.example/rss     # one of feed, sitemap, urls, page, files
        publisher: The Herald
      - name: archive
        files: s3://bucket/warc/*.warc.gz

What stands here is only read; whether a URL answers, `stancehouse sources check` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from schemas.errors import SourcesError
from schemas.yaml_lines import Lines, Path, read_lines

Kind = Literal["feed", "sitemap", "urls", "page", "files"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OPTIONS: dict[str, tuple[str, ...]] = {  # which options go with which kind only
    "content": ("feed",),
    "max_entries": ("feed",),
    "match": ("sitemap",),
    "max_age_days": ("sitemap",),
    "columns": ("files",),
    "file_names": ("files",),
    "delay_s": ("feed", "sitemap", "urls", "page"),
}
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S(?:.*\S)?$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class SourceEntry(BaseModel):
    """One source: its name, exactly one place under the key of its kind, and what is known of all its articles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    feed: str | None = None
    sitemap: str | None = None
    urls: str | tuple[str, ...] | None = None
    page: str | None = None
    files: str | None = None
    publisher: Name | None = None
    language: Language | None = None
    content: Literal["page", "feed"] = "page"
    max_entries: int = Field(500, ge=1)
    match: str | None = None
    max_age_days: int | None = Field(None, ge=1)
    columns: dict[str, str] = Field(default_factory=dict)
    file_names: str | None = None
    delay_s: float | None = Field(None, ge=0)
    enabled: bool = True

    @field_validator("match")
    @classmethod
    def _is_a_pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"must be a regular expression ({error}); escape what is meant literally") from error
        return value

    @field_validator("feed", "sitemap", "page")
    @classmethod
    def _is_a_url(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^/\s]+", value):
            raise ValueError("must be a URL that begins with http:// or https://")
        return value

    @model_validator(mode="after")
    def _has_one_place(self) -> SourceEntry:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"a source has exactly one of {', '.join(KINDS)}, this one {said}; give one")
        for option, kinds in OPTIONS.items():
            if option in self.model_fields_set and given[0] not in kinds:
                raise ValueError(f"'{option}' goes with {' or '.join(kinds)}, not with {given[0]}; remove it")
        return self

    @property
    def kind(self) -> Kind:
        """Which of the places is given."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)


class SourcesFile(BaseModel):
    """All sources of one file, those that are not enabled left out."""

    model_config = ConfigDict(frozen=True)

    sources: tuple[SourceEntry, ...]


def parse_sources(text: str, name: str) -> SourcesFile:
    """Read one `sources.yaml`; `name` is the file name for messages.

    Raises `SourcesError` that lists every problem with file, line, value, rule and remedy.
    """
    lines = read_lines(text, name, SourcesError)
    problems = [
        f"{name}:{line}: key '{key}' stands twice in one entry; keep one of them" for line, key in lines.repeated_keys()
    ]
    document = lines.plain()
    problems += _shape_problems(document, lines)
    if problems:
        raise SourcesError("\n".join(problems))
    entries: list[SourceEntry] = []
    for index, raw in enumerate(document["sources"]):
        try:
            entries.append(SourceEntry.model_validate(raw))
        except ValidationError as error:
            problems += _entry_problems(error, ("sources", index), lines)
    problems += _repeated_names(document["sources"], lines)
    if problems:
        raise SourcesError("\n".join(problems))
    return SourcesFile(sources=tuple(entry for entry in entries if entry.enabled))


def _shape_problems(document: Any, lines: Lines) -> Iterable[str]:
    if not isinstance(document, dict) or not isinstance(document.get("sources"), list) or not document["sources"]:
        yield f"{lines.name}:1: no sources; the file holds `sources:` with a list, each entry begun with `- name: ...`"
        return
    for key in document:
        if key != "sources":
            where = f"{lines.name}:{lines.line_of((key,))}"
            yield f"{where}: unknown key '{key}'; the file holds only `sources:`: remove it"


def _entry_problems(error: ValidationError, at: Path, lines: Lines) -> Iterable[str]:
    known = tuple(SourceEntry.model_fields)
    for detail in error.errors(include_url=False):
        path: Path = tuple(step for step in detail["loc"] if step not in ("str", "tuple[str, ...]"))
        where = f"{lines.name}:{lines.line_of(at + path)}"
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), None)
        if detail["type"] == "extra_forbidden":
            close = get_close_matches(str(key), known, n=1)
            remedy = f"did you mean '{close[0]}'?" if close else "remove it"
            yield f"{where}: unknown key '{key}'; a source has {', '.join(known)}: {remedy}"
        elif detail["type"] == "missing":
            yield f"{where}: '{key}' is missing; add it to this entry"
        elif detail["type"] == "model_type":
            yield f"{where}: a source is a mapping of keys; write `- name: ...` and its keys below"
        else:
            said = detail["msg"].removeprefix("Value error, ")
            if detail["type"] == "string_pattern_mismatch":
                said = "must be two lower-case letters (ISO 639-1)" if key == "language" else "must be one line of text"
            yield f"{where}: {said}" if key is None else f"{where}: {key} {detail['input']!r}: {said}"


def _repeated_names(entries: list[Any], lines: Lines) -> Iterable[str]:
    first: dict[str, int] = {}
    for index, raw in enumerate(entries):
        name = raw.get("name") if isinstance(raw, dict) else None
        if not isinstance(name, str):
            continue
        line = lines.line_of(("sources", index, "name"))
        if name in first:
            yield f"{lines.name}:{line}: name '{name}' is taken by the source of line {first[name]}; rename one"
        first.setdefault(name, line)
