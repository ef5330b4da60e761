"""Cut a statement's spans: content in pieces, the cue with its auxiliaries, the speaker's whole noun phrase.

Content is cut as PolNeAR does it (Newell, Margolin and Ruths 2018): "that" belongs to it, the full stop outside a
quotation does not, and what stands between two pieces (speaker, cue) splits it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from transforms.reading import Reading

EDGES = ",;:.–—-"
TAIL = (*EDGES, "(", "“")
STOPS = (",", ".", "!", "?", "…")
MARKS = ("“", '"', "``", "”", "''")
OPENERS = ("“", '"', "``", "‘", "'")

Ranges = tuple[tuple[int, int], ...]


def ranges(indexes: Iterable[int], sentence: Span) -> Ranges:
    """Runs of neighbouring tokens, without punctuation and blanks at their ends; a gap of punctuation is no gap."""
    wanted = set(indexes)
    doc = sentence.doc
    runs: list[list[int]] = []
    for _, group in groupby(enumerate(sorted(wanted)), key=lambda pair: pair[1] - pair[0]):
        run = [index for _, index in group]
        if runs and all(doc[i].is_punct or doc[i].is_space for i in range(runs[-1][-1] + 1, run[0])):
            runs[-1] = list(range(runs[-1][0], run[-1] + 1))
        else:
            runs.append(run)
    trimmed = (_with_marks(doc, sentence, _trim(doc, run[0], run[-1] + 1)) for run in runs)
    return tuple((start, end) for start, end in trimmed if any(_is_word(doc[i]) for i in range(start, end)))


def _is_word(token: Token) -> bool:
    return token.is_alpha or token.like_num


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].text in EDGES or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in TAIL or doc[end - 1].is_space or doc[end - 1].dep_ == "cc"):
        end -= 1
    return start, end


def _with_marks(doc: Doc, sentence: Span, piece: tuple[int, int]) -> tuple[int, int]:
    """The piece with the quotation mark that opens or closes it, and the stop before a closing one."""
    start, end = piece
    if start > sentence.start and doc[start - 1].text in MARKS[:3] and not doc[start - 1].whitespace_:
        start -= 1
    texts = [doc[i].text for i in range(start, end)]
    open_mark = texts.count("“") > texts.count("”") or texts.count('"') % 2 == 1
    stop = end
    while open_mark and stop < sentence.end and doc[stop].text in STOPS:
        stop += 1
    if open_mark and stop < sentence.end and doc[stop].text in MARKS:
        end = stop + 1
    return start, end


def quote_type(pieces: Ranges, reading: Reading) -> str:
    """`direct` where all words stand in quotation marks, `mixed` where some do, else `indirect`."""
    flags = [reading.quoted[i] for start, end in pieces for i in range(start, end) if reading.doc[i].is_alpha]
    if all(flags):
        return "direct"
    return "mixed" if any(flags) else "indirect"


def cue_range(verb: Token) -> tuple[int, int]:
    """The verb with its auxiliaries, negation and adverb just before it, and its particle."""
    start = verb.i
    while start > verb.sent.start and (
        verb.doc[start - 1].head == verb and verb.doc[start - 1].dep_ in ("aux", "auxpass", "neg", "advmod")
    ):
        start -= 1
    particle = next((one for one in verb.children if one.dep_ == "prt" and one.i == verb.i + 1), None)
    return start, verb.i + (2 if particle is not None else 1)


def speaker_span(head: Token, cue: int, pieces: Ranges) -> tuple[int, int]:
    """The head's whole noun phrase: apposition and clauses too, as far as neither cue nor content stands in it."""
    taken = {cue, *(i for start, end in pieces for i in range(start, end))} - {head.i}
    words = {head.i}
    for one in head.children:
        part = {word.i for word in one.subtree}
        if not part & taken:
            words |= part
    start = end = head.i
    while start - 1 in words:
        start -= 1
    while end + 1 in words or (end + 2 in words and head.doc[end + 1].is_punct and end + 1 not in taken):
        end += 1
    while end > head.i and (head.doc[end].text in EDGES or head.doc[end].text in OPENERS or head.doc[end].is_space):
        end -= 1
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start, end + 1
