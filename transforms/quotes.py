"""Quotations that outgrow their sentence: they go on after it, lead up to it, or follow a colon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span

from transforms.attribution_spans import quote_type, ranges
from transforms.attribution_statement import Statement
from transforms.reading import Reading

CLOSING_MARKS = ("”", '"', "''")
WHOLE = 0.8
HEADLINE_NAME, HEADLINE_WORDS = 6, 3  # tokens up to the colon, tokens after it at least
FINITE = ("VBZ", "VBP", "VBD", "MD")


def continued(number: int, sentence: Span, reading: Reading, before: Sequence[Statement]) -> Statement | None:
    """A sentence that is all quotation, without a cue: it goes on with the speaker of the statement just before it.

    Where the sentence before reports nothing, its subject speaks ("She was blunt. “No.”"), if it is a person.
    """
    if not is_quotation(sentence, reading):
        return None
    pieces = ranges([i for i in range(sentence.start, sentence.end) if reading.quoted[i]], sentence)
    previous = next((one for one in range(number - 1, -1, -1) if _has_words(reading.sentences[one])), None)
    if not pieces or previous is None:
        return None
    last = next((one for one in reversed(before) if one.level == 1), None)
    if last is not None and last.sentence >= previous:
        return replace(last, sentence=number, cue=None, pieces=pieces, quote_type="direct", act=None, speaker_span=None)
    subject = next(
        (one for one in reading.sentences[previous].root.children if one.dep_ in ("nsubj", "nsubjpass")), None
    )
    introduced = reading.sentences[previous][-1].text == ":"  # "The statement read:"
    person = subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in ("he", "she"))
    if subject is None or not (person or introduced):
        return None
    return Statement(number, subject.i, None, pieces, "direct", 1, None)


def headline(number: int, sentence: Span, reading: Reading) -> Statement | None:
    """ "Duma: Plan is dead": the name before the colon speaks what follows it."""
    colon = next((token for token in sentence[:HEADLINE_NAME] if token.text == ":"), None)
    starts_paragraph = sentence.start == 0 or reading.doc[sentence.start - 1].is_space
    if colon is None or not starts_paragraph or reading.quoted[colon.i]:
        return None
    name = [token for token in reading.doc[sentence.start : colon.i] if token.is_alpha]
    title = number == 0 and all(token.text[0].isupper() for token in name)
    named = title or any(token.ent_type_ == "PERSON" or (token.is_upper and len(token) > 2) for token in name)
    after = reading.doc[colon.i + 1 : sentence.end]
    if not name or not named or any(token.pos_ in ("VERB", "AUX") for token in name):
        return None
    if len(after) < HEADLINE_WORDS or not (title or any(token.tag_ in FINITE for token in after)):
        return None
    pieces = ranges(range(colon.i + 1, sentence.end), sentence)
    speaker = reading.doc[sentence.start : colon.i].root
    kind = quote_type(pieces, reading)
    span = (sentence.start, colon.i)
    return Statement(number, speaker.i, (colon.i, colon.i + 1), pieces, kind, 1, None, speaker_span=span)


def _has_words(sentence: Span) -> bool:
    return any(token.is_alpha for token in sentence)


def is_quotation(sentence: Span, reading: Reading) -> bool:
    """Whether nearly all words of the sentence stand in quotation marks."""
    words = [token for token in sentence if token.is_alpha]
    return bool(words) and sum(1 for token in words if reading.quoted[token.i]) >= WHOLE * len(words)


def leading_up(reading: Reading, statements: Sequence[Statement]) -> list[Statement]:
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
        if pieces := ranges([token.i for token in sentence], sentence):
            found[number] = replace(
                source, sentence=number, cue=None, pieces=pieces, quote_type="direct", act=None, speaker_span=None
            )
    return list(found.values())
