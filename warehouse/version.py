"""What a warehouse was made from: when any of it changes, the file must be rebuilt from the store."""

from __future__ import annotations

import hashlib

from warehouse.ddl import create_statements
from warehouse.statements import derive
from warehouse.views import read_views


def schema_hash() -> str:
    """A hash of all tables with their comments, of all views, and of what a load derives."""
    parts = [*create_statements(), *(view.query for view in read_views()), *derive()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
