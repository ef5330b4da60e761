"""Find statements: who is reported as saying or thinking what.

    Reading -> Statement (speaker, cue, content in pieces, kind of quotation, level)

Three ways lead to a statement: a cue verb with a clause or a quotation ("he said that ..."), "according to", and
a quotation that goes on in a sentence without a cue of its own. A cue inside another statement's content is
nested: level 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from transforms.lexicon import Lexicon
from transforms.reading import SUBJECTS, Reading, child

CLAUSES = ("ccomp", "parataxis")
EDGES = ",;:.–—-"
CLOSING_MARKS = ("”", '"', "''")


@dataclass(frozen=True)
class Statement:
    """One attribution. Token indexes are those of the article; `pieces` are half-open token ranges."""

    sentence: int
    speaker: int | None
    cue: tuple[int, int] | None
    pieces: tuple[tuple[int, int], ...]
    quote_type: str
    level: int
    act: str | None

    def covers(self, token: Token) -> bool:
        """Whether the token stands in the content."""
        return any(start <= token.i < end for start, end in self.pieces)


def find_statements(reading: Reading, lexicon: Lexicon) -> list[Statement]:
    """All statements of the article, in order; one speaker may have several in a sentence."""
    statements: list[Statement] = []
    for number, sentence in enumerate(reading.sentences):
        found = [one for token in sentence if (one := _by_cue(token, number, sentence, reading, lexicon))]
        found += [one for token in sentence if (one := _according_to(token, number, sentence, reading))]
        if not found and (going_on := _continued(number, sentence, reading, statements)):
            found = [going_on]
        statements += _with_levels(found)
    return sorted([*statements, *_leading_up(reading, statements)], key=lambda one: one.sentence)


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, or that of the verb it hangs on; a passive's agent."""
    own = min((one for one in verb.children if one.dep_ == "nsubj"), key=lambda one: abs(one.i - verb.i), default=None)
    if own is not None:
        return _antecedent_of_relative(own, verb)
    if child(verb, "nsubjpass", "auxpass"):
        agent = child(verb, "agent")
        return child(agent, "pobj") if agent else None
    if verb.tag_ == "VBN" and (agent := child(verb, "agent")) is not None:
        return child(agent, "pobj")
    return _inherited_subject(verb)


def _inherited_subject(verb: Token) -> Token | None:
    """The subject of a verb without one of its own, from what it hangs on."""
    head = verb.head
    if verb.dep_ in ("conj", "xcomp", "advcl") and head.pos_ in ("VERB", "AUX"):
        controlled = child(head, "dobj") if verb.dep_ == "xcomp" else None
        return controlled if controlled is not None else subject_of(head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep_ == "pcomp" and head.dep_ == "prep" and head.head.pos_ in ("VERB", "AUX"):
        return subject_of(head.head)
    return None


def _antecedent_of_relative(subject: Token, verb: Token) -> Token:
    """ "the minister, who said": the minister."""
    if subject.lower_ in ("who", "which", "that", "whom") and verb.dep_ == "relcl":
        return verb.head
    return subject


def _by_cue(token: Token, number: int, sentence: Span, reading: Reading, lexicon: Lexicon) -> Statement | None:
    lemma = lexicon.lemmas.get(token.lower_, token.lemma_.lower())
    if token.pos_ not in ("VERB", "AUX") or lemma not in lexicon.cue_acts:
        return None
    pieces = _content(token, sentence, reading)
    if not pieces:
        return None
    speaker = subject_of(token)
    if speaker is None and not any(reading.quoted[start] for start, _ in pieces):
        return None
    start, end = _cue_range(token)
    kind = _quote_type(pieces, reading)
    return Statement(number, speaker.i if speaker else None, (start, end), pieces, kind, 1, lexicon.cue_acts[lemma])


def _cue_range(verb: Token) -> tuple[int, int]:
    """The verb with its auxiliaries and negation just before it."""
    start = verb.i
    while start > verb.sent.start and verb.doc[start - 1].head == verb and verb.doc[start - 1].dep_ in ("aux", "neg"):
        start -= 1
    end = verb.i + 1
    particle = child(verb, "prt")
    return start, particle.i + 1 if particle is not None and particle.i == end else end


def _content(cue: Token, sentence: Span, reading: Reading) -> tuple[tuple[int, int], ...]:
    """The token ranges of what the cue reports: its clause, its infinitive, else the quotation beside it."""
    clauses = [one for one in cue.children if one.dep_ in CLAUSES]
    clauses = clauses or [one for one in cue.children if one.dep_ == "xcomp" and one.i > cue.i]
    own = _own_tokens(cue)
    if clauses:
        clause = clauses[0]
        words = {one.i for one in clause.subtree} - own
        if reading.quoted[clause.i]:
            words |= {i for i in range(sentence.start, sentence.end) if reading.quoted[i]} - own
        return _ranges(sorted(words), sentence)
    if any(one.dep_ == "dobj" for one in cue.children) and not _quote_beside(cue, sentence, reading):
        return ()
    quoted = [i for i in range(sentence.start, sentence.end) if reading.quoted[i] and i not in own]
    return _ranges(quoted, sentence) if quoted and not reading.quoted[cue.i] else ()


def _quote_beside(cue: Token, sentence: Span, reading: Reading) -> bool:
    return any(reading.quoted[i] for i in range(sentence.start, sentence.end)) and not reading.quoted[cue.i]


def _own_tokens(cue: Token) -> set[int]:
    """The cue's own clause: the verb, its subject, auxiliaries and adverbials."""
    own = {cue.i}
    for one in cue.children:
        if one.dep_ in (*SUBJECTS, "aux", "neg", "advmod", "npadvmod", "prt", "dative", "mark") or (
            one.dep_ in ("prep", "advcl") and one.i > cue.i
        ):
            own.update(part.i for part in one.subtree)
    return own


def _ranges(indexes: list[int], sentence: Span) -> tuple[tuple[int, int], ...]:
    """Runs of neighbouring tokens, without punctuation, blanks and "that" at their ends."""
    runs = (list(run) for _, run in groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0]))
    trimmed = (_trim(sentence.doc, run[0][1], run[-1][1] + 1) for run in runs)
    return tuple((start, end) for start, end in trimmed if any(sentence.doc[i].is_alpha for i in range(start, end)))


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].text in EDGES or doc[start].is_space or doc[start].lower_ == "that"):
        start += 1
    while end > start and (doc[end - 1].text in EDGES or doc[end - 1].is_space):
        end -= 1
    return start, end


def _according_to(token: Token, number: int, sentence: Span, reading: Reading) -> Statement | None:
    if token.lower_ != "according":
        return None
    to = next((one for one in token.children if one.lower_ == "to"), None)
    speaker = child(to, "pobj") if to is not None else None
    if speaker is None or to is None:
        return None
    aside = {one.i for one in speaker.subtree} | {token.i, to.i}
    pieces = _ranges([i for i in range(sentence.start, sentence.end) if i not in aside], sentence)
    if not pieces:
        return None
    return Statement(number, speaker.i, (token.i, to.i + 1), pieces, _quote_type(pieces, reading), 1, None)


def _continued(number: int, sentence: Span, reading: Reading, before: list[Statement]) -> Statement | None:
    """A sentence that is all quotation goes on with the speaker of the quotation just before it."""
    quoted = [i for i in range(sentence.start, sentence.end) if reading.quoted[i]]
    words = sum(1 for token in sentence if token.is_alpha)
    if not words or sum(1 for i in quoted if reading.doc[i].is_alpha) < 0.8 * words:
        return None
    last = next((one for one in reversed(before) if one.level == 1), None)
    if last is None or number - last.sentence > 1 or last.quote_type == "indirect":
        return None
    pieces = _ranges(quoted, sentence)
    return replace(last, sentence=number, cue=None, pieces=pieces, quote_type="direct", act=None) if pieces else None


def _quote_type(pieces: tuple[tuple[int, int], ...], reading: Reading) -> str:
    flags = [reading.quoted[i] for start, end in pieces for i in range(start, end) if reading.doc[i].is_alpha]
    if all(flags):
        return "direct"
    return "mixed" if any(flags) else "indirect"


def _leading_up(reading: Reading, statements: list[Statement]) -> list[Statement]:
    """Sentences that are all quotation, before the one that names the speaker: "We won. We go on," she said."""
    first = {statement.sentence: statement for statement in reversed(statements) if statement.cue is not None}
    found: dict[int, Statement] = {}
    for number in range(len(reading.sentences) - 2, -1, -1):
        sentence, following = reading.sentences[number], reading.sentences[number + 1]
        source = found.get(number + 1) or first.get(number + 1)
        covered = number in first or any(one.sentence == number for one in statements)
        if source is None or covered or not (reading.quoted[sentence.start] and reading.quoted[following.start]):
            continue
        if sentence[-1].text in CLOSING_MARKS or not all(reading.quoted[token.i] for token in sentence):
            continue
        if pieces := _ranges([token.i for token in sentence], sentence):
            found[number] = replace(source, sentence=number, cue=None, pieces=pieces, quote_type="direct", act=None)
    return list(found.values())


def _with_levels(found: list[Statement]) -> list[Statement]:
    """Mark those whose cue stands in another's content as nested."""

    def nested(one: Statement) -> bool:
        return one.cue is not None and any(
            other is not one and any(start <= one.cue[0] < end for start, end in other.pieces) for other in found
        )

    return [replace(one, level=2) if nested(one) else one for one in found]
