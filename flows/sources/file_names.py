"""Fields of a document in the name of its file.

    "{published_at}_{publisher}_{doc_id}.txt" + "2026-03-01_Herald_771.txt"  ->  {"published_at": "2026-03-01", ...}

A field ends where the character after it in the pattern first stands in the name; only the last may hold any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from string import Formatter

from schemas.errors import InputError

FIELDS = ("doc_id", "title", "publisher", "authors", "published_at", "language")
_FORMS = {
    "published_at": r"\d{4}-?\d{2}-?\d{2}(?:T\d{2}:?\d{2}(?::?\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?",
    "language": r"[A-Za-z]{2}",
}


@dataclass(frozen=True)
class FileNames:
    """One pattern of names."""

    pattern: str
    expression: re.Pattern[str]

    @classmethod
    def of(cls, pattern: str) -> FileNames:
        """The pattern, checked. Raises `InputError` where it names no field, an unknown one, or cannot be read back.

        >>> FileNames.of("{published_at}_{doc_id}.txt").fields("2026-03-01_771.txt")
        {'published_at': '2026-03-01', 'doc_id': '771'}
        """
        try:
            parsed = list(Formatter().parse(pattern))
        except ValueError as error:
            raise InputError(f"file_names {pattern!r}: {error}; {_EXAMPLE}") from error
        parts = [(text, name) for text, name, _, _ in parsed]
        names = [name for _, name in parts if name is not None]
        problem = "a field has neither format nor conversion" if any(one[2] or one[3] for one in parsed) else None
        if problem := problem or _problem(parts, names):
            raise InputError(f"file_names {pattern!r}: {problem}; {_EXAMPLE}")
        following = [text for text, _ in parts[1:]] + [""]
        expression = "".join(
            re.escape(text) + (_group(name, after) if name else "")
            for (text, name), after in zip(parts, following, strict=True)
        )
        return cls(pattern, re.compile(expression))

    def fields(self, file_name: str) -> dict[str, str] | None:
        """The fields in the name; null where it does not fit the pattern."""
        match = self.expression.fullmatch(file_name)
        return {name: value.strip() for name, value in match.groupdict().items()} if match else None


_EXAMPLE = f"write for example {{published_at}}_{{publisher}}_{{doc_id}}.txt, with fields of {', '.join(FIELDS)}"


def _problem(parts: list[tuple[str, str | None]], names: list[str]) -> str | None:
    if not names:
        return "it names no field"
    for name in names:
        if name not in FIELDS:
            close = get_close_matches(name, FIELDS, n=1)
            return f"unknown field {name!r}" + (f", did you mean {close[0]!r}?" if close else "")
    if len(set(names)) < len(names):
        return "a field stands in it twice"
    if any(not text and place for place, (text, _) in enumerate(parts)):
        return "two fields stand without anything between them"
    return None


def _group(name: str, after: str) -> str:
    """The form of one field: its own, else all up to the next character of the pattern; never slow."""
    form = _FORMS.get(name) or (f"[^{re.escape(after[0])}]+" if after else ".+")
    return f"(?P<{name}>{form})"
