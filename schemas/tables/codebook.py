"""The dimensions: actors with their names, and issues with the proposition that gives a side its meaning."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.table import Table


class Actors(Table):
    """One actor of the codebook: a state, person, organisation or party."""

    actor_id: str = pa.Field(str_matches=r"^[a-z0-9][a-z0-9_-]*$", description="Key: a readable slug.")
    name: str = pa.Field(description="Usual English name.")
    kind: str = pa.Field(isin=("state", "person", "organisation", "party"), description="What sort of actor it is.")
    country: str = pa.Field(
        nullable=True, description="ISO 3166-1 alpha-2 code of its country; null for international bodies."
    )
    offices: str = pa.Field(
        nullable=True,
        description="Offices held, as 'title, country slug, from, until' joined by '; '; null for none.",
    )
    codebook_version: str = pa.Field(description="Hash of the codebook that holds the actor.")

    class Config:
        """The key."""

        unique = ["actor_id"]


class ActorAliases(Table):
    """One name of one actor, with the period in which it means that actor."""

    actor_id: str = pa.Field(description="The actor that the name means.")
    alias: str = pa.Field(description="The name as it stands in text.")
    kind: str = pa.Field(
        description="What sort of name it is: name, capital, seat, demonym, acronym, surname, and others."
    )
    from_on: pl.Date = pa.Field(
        nullable=True, description="First day on which the name means the actor; null for no bound."
    )
    until_on: pl.Date = pa.Field(nullable=True, description="First day on which it no longer does; null for no bound.")
    codebook_version: str = pa.Field(description="Hash of the codebook that holds the alias.")

    class Config:
        """The key."""

        unique = ["actor_id", "alias", "from_on"]


class Issues(Table):
    """One issue: of the codebook, or discovered as a target that recurs outside it."""

    issue_id: str = pa.Field(
        str_matches=r"^[a-z0-9][a-z0-9_-]*$",
        description="Key: a readable slug; discovered ones start with 'discovered-'.",
    )
    label: str = pa.Field(description="Short name of the issue for tables and charts.")
    topic: str = pa.Field(
        description="Broad field of politics that the issue belongs to; 'discovered' for discovered ones."
    )
    proposition: str = pa.Field(description="The sentence that `support` supports.")
    support_means: str = pa.Field(description="Name of the pole of those in favour.")
    oppose_means: str = pa.Field(description="Name of the pole of those against.")
    example_sentence: str = pa.Field(
        nullable=True, description="A sentence that takes a side on the issue; null where none is given."
    )
    is_discovered: bool = pa.Field(
        description="Whether the issue was found in the articles rather than in the codebook."
    )
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")

    class Config:
        """The key."""

        unique = ["issue_id"]
