"""What a table is: a pandera model with a grain, a key, and one sentence for each column.

    class Stances(Table)  ->  columns(), key(), grain(), no_rows()  ->  DDL, comments, docs/tables.md

Everything that needs to know a table's shape asks its model; nothing lists columns a second time.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

Instant = Annotated[pl.Datetime, "us", "UTC"]

POLARITIES = ("support", "oppose", "mixed")
MODES = ("direct", "indirect", "attitude", "action")
QUOTE_TYPES = ("direct", "mixed", "indirect")


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, polars type, whether it may be null, and its meaning."""

    name: str
    dtype: pl.DataType
    nullable: bool
    description: str


class Table(pa.DataFrameModel):
    """Base of all tables; a subclass's docstring states the grain."""

    class Config:
        """Columns are exactly the declared ones, in order, with the declared types."""

        strict = True
        ordered = True

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns, in order."""
        return tuple(
            Column(name, _instance(column.dtype.type), column.nullable, column.description or "")
            for name, column in cls.to_schema().columns.items()
        )

    @classmethod
    def key(cls) -> tuple[str, ...]:
        """The columns that together are unique."""
        return tuple(cls.to_schema().unique or ())

    @classmethod
    def grain(cls) -> str:
        """What one row is, in a sentence."""
        return inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")

    @classmethod
    def polars_schema(cls) -> pl.Schema:
        """The polars schema of a valid frame."""
        return pl.Schema({column.name: column.dtype for column in cls.columns()})

    @classmethod
    def no_rows(cls) -> pl.DataFrame:
        """A valid frame without rows."""
        return pl.DataFrame(schema=cls.polars_schema())

    @classmethod
    def frame(cls, rows: list[dict[str, Any]]) -> pl.DataFrame:
        """A frame of the rows in the table's columns and types; a missing value is null.

        Raises `KeyError` on a key that is no column: a misspelt one would vanish otherwise.
        """
        schema = cls.polars_schema()
        unknown = {key for row in rows for key in row} - set(schema)
        if unknown:
            raise KeyError(f"{cls.__name__} has no column {', '.join(sorted(unknown))}")
        return pl.DataFrame(rows, schema=schema)


def _instance(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType:
    """pandera gives `String` where polars would say `String()`."""
    return dtype() if isinstance(dtype, type) else dtype
