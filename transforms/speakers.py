"""Who speaks around a word: the first person inside a quotation is whom the quotation is attributed to.

statements + mentions -> the speaker's Mention for a token, "I" and "we" named by it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from transforms.attribution_statement import Statement
from transforms.mention import SELF, Mention
from transforms.reading import Reading


class Speakers:
    """The speakers of one article's statements, by the words that they are reported to say."""

    def __init__(self, reading: Reading, statements: Sequence[Statement]) -> None:
        self._reading = reading
        self._speaker_at: dict[int, int] = {}
        for statement in sorted(statements, key=lambda one: -one.level):
            if statement.speaker is not None:
                for start, end in statement.pieces:
                    self._speaker_at.update(dict.fromkeys(range(start, end), statement.speaker))
        self.heads = {one.speaker for one in statements if one.speaker is not None}

    def around(self, token: Token, seen: Sequence[Mention]) -> Mention | None:
        """The speaker of the quotation that the token stands in, where it is among the mentions `seen`."""
        head = self._speaker_at.get(token.i)
        if head is None or not self._reading.quoted[token.i]:
            return None
        return next((one for one in reversed(seen) if one.head == head), None)

    def name_first_persons(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, each "I" and "we" of a quotation named by its speaker, who may stand after it."""
        by_head = {mention.head: mention for mention in mentions}
        return [self._named(one, by_head) if one.text.lower() in SELF else one for one in mentions]

    def _named(self, mention: Mention, by_head: dict[int, Mention]) -> Mention:
        speaker = by_head.get(self._speaker_at.get(mention.head, -1)) if self._reading.quoted[mention.head] else None
        if speaker is not None and speaker.resolution == "nominal":
            speaker = self._author(speaker, by_head)
        if speaker is None or speaker.actor is None or speaker.text.lower() in SELF:
            return mention
        return replace(mention, actor=speaker.actor, actor_id=speaker.actor_id, resolution="speaker")

    def _author(self, speaker: Mention, by_head: dict[int, Mention]) -> Mention:
        """Of "Kenya's statement said" Kenya: who owns the text, where the speaker is no name."""
        owner = next((one for one in self._reading.doc[speaker.head].children if one.dep_ == "poss"), None)
        return by_head.get(owner.i, speaker) if owner is not None else speaker
