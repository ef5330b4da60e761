"""What the network is told of a candidate holder, and of a pair of holder and target, beside their words."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

from schemas.tables.extracted import ACTS
from transforms.feature_codes import DEPENDENCIES, KINDS, SIDES, SORTS, number_of
from transforms.holders import Holder
from transforms.pieces import Place, Windows
from transforms.reading import Reading
from transforms.spans import TargetSpan
from transforms.stances import FoundStance


@dataclass(frozen=True)
class CandidateSentence:
    """One sentence with its candidates and what the rules propose in it."""

    reading: Reading
    number: int
    place: Place
    windows: Windows
    holders: list[Holder]
    spans: list[TargetSpan]
    proposals: list[FoundStance]


def holder_categories(sentence: CandidateSentence, holder: Holder) -> tuple[int, ...]:
    """Kind and sort of the mention, its head's dependency, and the act of what the holder says."""
    mention = holder.mention
    act = next((one.act for one in holder.statements if one.act), None)
    return (
        1 + KINDS.index(mention.kind),
        number_of(SORTS, mention.sort),
        number_of(DEPENDENCIES, sentence.reading.doc[mention.head].dep_),
        0 if act is None else 1 + ACTS.index(act),
    )


def holder_numbers(sentence: CandidateSentence, holder: Holder) -> tuple[float, ...]:
    """HOLDER_NUMBERS numbers from 0 to 1: how the holder stands in the sentence, who speaks, what rules propose."""
    reading, mention = sentence.reading, holder.mention
    said = {i for one in holder.statements for start, end in one.pieces for i in range(start, end)}
    inside = any(
        one.covers(reading.doc[mention.head])
        for other in sentence.holders
        if other is not holder
        for one in other.statements
    )
    weights = dict.fromkeys(SIDES, 0.0)
    for one in sentence.proposals:
        if one.holder.head == mention.head:
            weights[one.proposal.polarity] = max(weights[one.proposal.polarity], one.proposal.weight)
    length = max(len(reading.sentences[sentence.number]), 1)
    quoted = [reading.quoted[token.i] for token in reading.sentences[sentence.number]]
    return (
        float(holder.is_carried),
        float(mention.is_subject),
        float(bool(holder.statements)),
        float(any(one.level > 1 for one in holder.statements)),
        float(any(one.quote_type == "direct" for one in holder.statements)),
        float(any(one.quote_type == "mixed" for one in holder.statements)),
        len(said) / length,
        float(inside),
        float(reading.quoted[mention.head]),
        sum(quoted) / length,
        *weights.values(),
        min(len(sentence.holders), 10) / 10,
        float(any(other.statements for other in sentence.holders)),
        float(mention.actor_id is not None),
    )


def pair_numbers(
    sentence: CandidateSentence, holder: Holder, span: TargetSpan, proposed: list[FoundStance]
) -> tuple[float, ...]:
    """PAIR_NUMBERS numbers from 0 to 1; `proposed` are the rules' proposals for the holder."""
    reading = sentence.reading
    said = any(one.covers(span.head) for one in holder.statements)
    elsewhere = any(
        one.covers(span.head) for other in sentence.holders if other is not holder for one in other.statements
    )
    agreed = dict.fromkeys(SIDES, 0.0)
    for one in proposed:
        worth = one.proposal.weight * _shared(span.span, one.proposal.target)
        agreed[one.proposal.polarity] = max(agreed[one.proposal.polarity], worth)
    distance = span.head.i - holder.mention.head
    return (
        float(said),
        float(elsewhere),
        float(reading.quoted[span.head.i]),
        *agreed.values(),
        float(distance < 0),
        min(abs(distance), 30) / 30,
        min(len(span.span), 15) / 15,
        float(any(span.span.start <= other.mention.head < span.span.end for other in sentence.holders)),
    )


def _shared(one: Span, other: Span) -> float:
    """F1 of the tokens that two spans share."""
    both = max(0, min(one.end, other.end) - max(one.start, other.start))
    return 2 * both / (len(one) + len(other))
