"""The entries of a codebook: actors with their names and offices, and issues with their two poles.

    one YAML mapping -> Actor or Issue (frozen)

What two entries must not do to each other stands in `schemas/codebook_rules.py`; here each is checked alone.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

ActorKind = Literal["state", "person", "organisation", "party"]
AliasKind = Literal[
    "name",  # a usual name: Russia, Labour Party
    "official",  # the long form: Russian Federation
    "capital",  # Moscow
    "seat",  # where power sits: the Kremlin, Downing Street
    "organ",  # a department or force that speaks for its state: the State Department
    "demonym",  # Russian, Russians
    "acronym",  # US, U.S.; matched in this case only, or "us" would be a state
    "spelling",  # Kiev
    "surname",  # Putin
    "office",  # Pope; with the dates in which it means this person
    "native",  # Bundesrepublik Deutschland
    "party_in_country",  # Labour: means this party in articles about its country
]
ALIAS_KINDS: tuple[str, ...] = get_args(AliasKind)
SLUG = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"


def _iso_date(value: object) -> object:
    """Refuse what pydantic would read as a Unix time (`from: 2019`), let the rest through."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("must be a date as YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso_date)]
Text = Annotated[str, Field(min_length=1, pattern=r"^\S(?:.*\S)?$")]
Slug = Annotated[str, Field(pattern=SLUG, max_length=80)]
Cue = Annotated[str, Field(min_length=2, pattern=r"^[^\sA-Z](?:[^A-Z]*[^\sA-Z])?$")]


class Entry(BaseModel):
    """A frozen mapping of the codebook; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Dated(Entry):
    """Something that holds from a day on, and until (not on) another; null is unknown or open."""

    from_on: Day | None = Field(None, alias="from")
    until_on: Day | None = Field(None, alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.from_on and self.until_on and self.until_on <= self.from_on:
            raise ValueError(f"'until' {self.until_on} must be after 'from' {self.from_on}")
        return self

    def overlaps(self, other: Dated) -> bool:
        """Whether some day belongs to both periods."""
        first = max(self.from_on or date.min, other.from_on or date.min)
        last = min(self.until_on or date.max, other.until_on or date.max)
        return first < last or (first == last == date.max)


class Alias(Dated):
    """One more name of an actor."""

    alias: Text
    kind: AliasKind


class Office(Dated):
    """An office that a person holds or held; `of` is the actor_id of the state or organisation."""

    title: Text
    of: Slug

    def in_words(self) -> str:
        """For the table actors: title, slug, from, until; an unknown or open date stays empty."""
        return ", ".join([self.title, self.of, str(self.from_on or ""), str(self.until_on or "")])


class Actor(Entry):
    """One that can hold a side: a state, a person, an organisation or a party."""

    actor_id: Slug
    name: Text
    kind: ActorKind
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    offices: tuple[Office, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Actor:
        if self.offices and self.kind != "person":
            raise ValueError(f"'offices' belong to persons; {self.actor_id} is a {self.kind}")
        if self.kind != "party" and any(alias.kind == "party_in_country" for alias in self.aliases):
            raise ValueError(f"'party_in_country' is for parties; {self.actor_id} is a {self.kind}")
        return self

    def all_names(self) -> tuple[Alias, ...]:
        """The actor's name and its aliases, the name first and with no period."""
        return (Alias(alias=self.name, kind="name"), *self.aliases)


class Issue(Entry):
    """One question of politics with two poles; `proposition` is what "support" supports."""

    issue_id: Slug
    label: Text
    topic: Text
    proposition: Text
    support_means: Text
    oppose_means: Text
    cues: tuple[Cue, ...] = Field(min_length=1)
    reverse_cues: tuple[Cue, ...] = ()
    context_cues: tuple[Cue, ...] = ()
    example: Text
