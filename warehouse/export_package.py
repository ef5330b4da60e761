"""A Frictionless data package (version 1 of the specification): CSV files, and datapackage.json that describes them.

datapackage.json   one resource a table, with its schema: type and meaning of each column, and the key
data/<table>.csv   UTF-8, one line of header
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from schemas.tables import TABLES
from warehouse.export import Described, Field, Selection, Written, csv_file, describe, write_each

TYPES = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "HUGEINT": "integer", "UBIGINT": "integer",
    "DOUBLE": "number", "FLOAT": "number", "BOOLEAN": "boolean", "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime", "TIMESTAMP": "datetime",
}  # fmt: skip


def write_package(connection: duckdb.DuckDBPyConnection, folder: Path, selection: Selection) -> Written:
    """Write the package into `folder`."""
    (folder / "data").mkdir()
    resources: list[dict[str, Any]] = []

    def write(relation: duckdb.DuckDBPyRelation, table: Described) -> int:
        path = folder / "data" / f"{table.name}.csv"
        rows = csv_file(relation, path)
        resources.append(_resource(table, path.stat().st_size))
        return rows

    written = write_each(connection, describe(connection), selection, write)
    package = {
        "profile": "tabular-data-package",
        "name": "stancehouse",
        "title": "stancehouse: who takes which side on which issue, with the sentence as evidence",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return written


def _resource(table: Described, size: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    if table.name in TABLES:
        schema["primaryKey"] = list(TABLES[table.name].key())
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(field: Field) -> dict[str, Any]:
    kind = TYPES.get(field.dtype, "any")
    return {"name": field.name, "type": kind, "format": "default", "description": field.meaning}
