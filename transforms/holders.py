"""Who could hold a stance in a sentence: its mentions, and who speaks in it though named elsewhere.

    Reading + mentions + statements -> Holder candidates, sentence by sentence

The first person of a quotation is no candidate of its own: it is the speaker.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from transforms.attribution import Statement
from transforms.mentions import SELF, Mention
from transforms.reading import Reading


@dataclass(frozen=True)
class Holder:
    """A candidate holder in one sentence; `statements` are those of the sentence that the candidate speaks."""

    mention: Mention
    sentence: int
    statements: tuple[Statement, ...]

    @property
    def is_carried(self) -> bool:
        """Whether the mention stands in another sentence: a quotation that goes on."""
        return self.mention.sentence != self.sentence


def holders(reading: Reading, mentions: list[Mention], statements: list[Statement]) -> list[list[Holder]]:
    """For each sentence its candidate holders with a name, in text order of their mentions."""
    by_head = {mention.head: mention for mention in mentions}
    spoken: dict[int, list[tuple[Mention, Statement]]] = defaultdict(list)
    for statement in statements:
        speaker = by_head.get(statement.speaker) if statement.speaker is not None else None
        if speaker is not None:
            spoken[statement.sentence].append((speaker, statement))
    present: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        present[mention.sentence].append(mention)
    return [_of_sentence(number, present[number], spoken[number]) for number in range(len(reading.sentences))]


def _of_sentence(number: int, present: list[Mention], spoken: list[tuple[Mention, Statement]]) -> list[Holder]:
    speeches: dict[int, list[Statement]] = defaultdict(list)
    candidates = {mention.head: mention for mention in present}
    for speaker, statement in spoken:
        candidates.setdefault(speaker.head, speaker)
        speeches[speaker.head].append(statement)
    return [
        Holder(candidates[head], number, tuple(speeches[head]))
        for head in sorted(candidates)
        if candidates[head].actor is not None and candidates[head].text.lower() not in SELF
    ]
