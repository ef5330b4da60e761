"""The codebook's names, ready to be found in text.

    Codebook -> AliasIndex -> which actor does this name mean, on this day?

A party's name that means it only in its own country (`party_in_country`) is left open: to choose would be a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from schemas.codebook import Codebook


@dataclass(frozen=True)
class KnownName:
    """One alias of one actor of the codebook."""

    actor_id: str
    name: str
    actor_kind: str
    alias_kind: str
    from_on: date | None
    until_on: date | None

    def holds_on(self, day: date | None) -> bool:
        """Whether the alias means the actor on `day`; an unknown day counts as any."""
        if day is None:
            return True
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Office:
    """Who held an office, and when."""

    actor_id: str
    name: str
    title: str
    of: str
    from_on: date | None
    until_on: date | None


class AliasIndex:
    """All aliases by their exact wording, and the offices by country and title."""

    def __init__(self, codebook: Codebook, nlp: Language) -> None:
        self._names: dict[str, list[KnownName]] = defaultdict(list)
        self._offices: dict[str, list[Office]] = defaultdict(list)
        actors = {actor.actor_id: actor for actor in codebook.actors}
        for row in codebook.alias_rows():
            actor = actors[row["actor_id"]]
            known = KnownName(actor.actor_id, actor.name, actor.kind, row["kind"], row["from_on"], row["until_on"])
            self._names[row["alias"]].append(known)
        for actor in codebook.actors:
            for held in actor.offices:
                office = Office(actor.actor_id, actor.name, held.title.lower(), held.of, held.from_on, held.until_on)
                self._offices[held.of].append(office)
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._matcher.add("alias", [nlp.make_doc(alias) for alias in self._names])

    def spans(self, doc: Doc) -> list[Span]:
        """Every alias that stands in the text, the longest where several overlap, in order."""
        found = sorted(self._matcher(doc, as_spans=True), key=lambda span: (span.start, -span.end))
        kept: list[Span] = []
        for span in found:
            if not kept or span.start >= kept[-1].end:
                kept.append(span)
        return kept

    def look_up(self, name: str, day: date | None) -> KnownName | None:
        """The one actor that `name` means on `day`; null where none does, or several do."""
        holding = [
            known
            for known in self._names.get(name, ())
            if known.holds_on(day) and known.alias_kind != "party_in_country"
        ]
        return holding[0] if len({known.actor_id for known in holding}) == 1 else None

    def office_holder(self, state: str, title: Iterable[str], day: date | None) -> Office | None:
        """Who held the office on `day`; null without a day, or where not exactly one did.

        "The president" is not the vice president: an office all of whose words are said comes before others.
        """
        if day is None:
            return None
        words = set(title)
        holding = [
            office
            for office in self._offices.get(state, ())
            if (office.from_on is None or office.from_on <= day) and (office.until_on is None or day < office.until_on)
        ]
        whole = [office for office in holding if set(office.title.split()) <= words]
        longest = max((len(office.title.split()) for office in whole), default=0)
        said = [office for office in whole if len(office.title.split()) == longest]
        partly = [office for office in holding if words & set(office.title.split())]
        holders = {office.actor_id: office for office in said or partly}
        return next(iter(holders.values())) if len(holders) == 1 else None
