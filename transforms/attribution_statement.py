"""What a statement is: who is reported, with which words, as saying or thinking what."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token


@dataclass(frozen=True)
class Statement:
    """One attribution. Token indexes are those of the article; `pieces` are half-open token ranges.

    `speaker` is the head of the noun phrase that names the speaker and `speaker_span` that whole phrase as it stands
    in the statement's own sentence; both are null where nobody is named, the span also where a quotation goes on.
    """

    sentence: int
    speaker: int | None
    cue: tuple[int, int] | None
    pieces: tuple[tuple[int, int], ...]
    quote_type: str
    level: int
    act: str | None
    speaker_span: tuple[int, int] | None = None

    def covers(self, token: Token) -> bool:
        """Whether the token stands in the content."""
        return any(start <= token.i < end for start, end in self.pieces)
