"""Every error that stancehouse raises on purpose, under one base class.

    StancehouseError
    ├── InputError            a source that cannot be read: missing, empty, not UTF-8, a broken line
    │   └── SourcesError      a sources.yaml that breaks a rule
    ├── CodebookError         a codebook file that breaks a rule
    │   └── AmbiguousAlias    one alias, two actors
    ├── SchemaMismatch        the warehouse was made from other schemas
    ├── ValidationFailed      rows that break their table's contract, where none may
    ├── StoreError            the store cannot be written or read: a full disk, a damaged batch
    ├── WarehouseLocked       another process is writing; says who
    ├── ChecksFailed          a warehouse check returned rows
    └── NotFound              an id or a file that is not there

A message shows the value, the rule, the remedy and the place, in that spirit:
`alias 'epa' belongs to ie-epa and us-epa; keep it under one actor in codebooks/actors.yaml`.
"""

from __future__ import annotations


class StancehouseError(Exception):
    """Base of all errors raised on purpose; the command line prints them without a traceback."""


class InputError(StancehouseError):
    """A source that cannot be read."""


class SourcesError(InputError):
    """A `sources.yaml` that breaks a rule; one message lists all of its problems."""


class CodebookError(StancehouseError):
    """A codebook file that breaks a rule; one message lists all of its problems."""


class AmbiguousAlias(CodebookError):
    """One alias belongs to two actors in overlapping periods."""


class SchemaMismatch(StancehouseError):
    """The warehouse holds tables made from other schemas than this version's."""


class ValidationFailed(StancehouseError):
    """Rows break the contract of their table at a place where none may."""


class StoreError(StancehouseError):
    """The store cannot be written or read."""


class WarehouseLocked(StancehouseError):
    """Another process holds the warehouse for writing."""


class ChecksFailed(StancehouseError):
    """At least one warehouse check returned rows."""


class NotFound(StancehouseError):
    """An id or a file that is not there."""
