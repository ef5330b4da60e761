"""Find statements: who is reported as saying or thinking what.

    Reading -> Statement (speaker, cue, content in pieces, kind of quotation, level)

A statement is found by a verb (`attribution_cues`), by a noun, an adjective or "according to" (`attribution_nouns`),
or as a quotation that goes on in a sentence without a cue of its own (`quotes`). A cue inside another statement's
content is nested: level 2. The words stand in the lexicon's `cues`; `attribution_frames` says how they are written.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.attribution_cues import CueReader
from transforms.attribution_frames import frames_of
from transforms.attribution_nouns import NounReader
from transforms.attribution_statement import Statement
from transforms.attribution_subjects import subject_of
from transforms.lexicon import Lexicon
from transforms.quotes import continued, joined, leading_up
from transforms.reading import Reading

__all__ = ["Statement", "find_statements", "joined", "subject_of"]


def find_statements(reading: Reading, lexicon: Lexicon) -> list[Statement]:
    """All statements of the article, in order; one speaker may have several in a sentence."""
    words = (lexicon, frames_of(lexicon))
    statements: list[Statement] = []
    for number, sentence in enumerate(reading.sentences):
        readers = (CueReader(sentence, number, reading, words), NounReader(sentence, number, reading, words))
        found = [one for reader in readers for token in sentence if (one := reader.read(token)) is not None]
        if not found and (going_on := continued(number, sentence, reading, statements)):
            found = [going_on]
        statements += _with_levels(found)
    return sorted([*statements, *leading_up(reading, statements)], key=lambda one: one.sentence)


def _with_levels(found: list[Statement]) -> list[Statement]:
    """Mark those whose cue stands in another's content as nested."""

    def nested(one: Statement) -> bool:
        return one.cue is not None and any(
            other is not one and any(start <= one.cue[0] < end for start, end in other.pieces) for other in found
        )

    return [replace(one, level=2) if nested(one) else one for one in found]
