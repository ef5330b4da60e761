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
from transforms.quotes import continued, headline, leading_up
from transforms.reading import Reading, child

__all__ = ["Statement", "find_statements", "subject_of"]

SAME = ("he", "she", "it", "we", "i")


def find_statements(reading: Reading, lexicon: Lexicon) -> list[Statement]:
    """All statements of the article, in order; one speaker may have several in a sentence."""
    words = (lexicon, frames_of(lexicon))
    statements: list[Statement] = []
    for number, sentence in enumerate(reading.sentences):
        readers = (CueReader(sentence, number, reading, words), NounReader(sentence, number, reading, words))
        found = [one for token in sentence for reader in readers if (one := reader.read(token)) is not None]
        if (title := headline(number, sentence, reading)) is not None:
            found.append(title)
        if not found and (going_on := continued(number, sentence, reading, statements)):
            found = [going_on]
        statements += _with_levels(found, reading)
    return sorted([*statements, *leading_up(reading, statements)], key=lambda one: one.sentence)


def _with_levels(found: list[Statement], reading: Reading) -> list[Statement]:
    """Mark those whose cue stands in another's content as nested; leave out what only repeats the outer one.

    "She said she wants ..." is one statement: a pronoun inside mostly means the speaker again, and a bare infinitive
    ("promised to support ...") tells what is promised.
    """
    kept = []
    for one in found:
        if not _is_nested(one, found):
            kept.append(one)
        elif not _repeats(one, reading):
            kept.append(replace(one, level=2))
    return kept


def _is_nested(one: Statement, found: list[Statement]) -> bool:
    return one.cue is not None and any(
        other is not one and any(start <= one.cue[0] < end for start, end in other.pieces) for other in found
    )


def _repeats(one: Statement, reading: Reading) -> bool:
    word = reading.doc[one.cue[1] - 1] if one.cue is not None else None
    speaker = reading.doc[one.speaker] if one.speaker is not None else None
    if word is None:
        return False
    if word.tag_ == "VB" or (speaker is not None and speaker.lower_ in SAME):
        return True
    opens = reading.doc[one.pieces[0][0]]
    reports = child(word, "ccomp") is not None or opens.lower_ == "that" or word.pos_ not in ("VERB", "NOUN")
    named = speaker is not None and speaker.pos_ == "PROPN" and word.pos_ == "VERB"
    return not (reports or named)
