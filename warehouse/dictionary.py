"""The data dictionary: docs/tables.md, made from the schemas and the headers of the views.

python -m warehouse.dictionary > docs/tables.md
"""

from __future__ import annotations

import sys

from schemas.tables import TABLES
from warehouse import version
from warehouse.ddl import sql_type
from warehouse.views import read_views

HEAD = """\
# Tables and views

Made by `python -m warehouse.dictionary > docs/tables.md` from `schemas/tables/` and `warehouse/views/`: change it
there.
Facts and dimensions are in layer `main`, the record of runs in `ops`, the views for readers in `mart`.
"""


def dictionary() -> str:
    """The whole page in Markdown."""
    parts = [HEAD]
    for name, table in TABLES.items():
        parts.append(f"\n## {name}\n\n{table.grain()}\n\nKey: {', '.join(f'`{column}`' for column in table.key())}\n")
        parts.append("\n| column | type | null | meaning |\n| --- | --- | --- | --- |\n")
        for column in table.columns():
            null = "yes" if column.nullable else ""
            parts.append(f"| `{column.name}` | {sql_type(column)} | {null} | {_cell(column.description)} |\n")
    parts.append(f"\n## {version.TABLE}\n\n{version.GRAIN}\n\n| column | type | meaning |\n| --- | --- | --- |\n")
    parts += [f"| `{name}` | {kind} | {_cell(sentence)} |\n" for name, (kind, sentence) in version.COLUMNS.items()]
    for view in sorted(read_views(), key=lambda one: one.name):
        parts.append(f"\n## {view.qualified}\n\n{view.meaning[0].upper()}{view.meaning[1:]}\n\nGrain: {view.grain}.\n")
        parts.append("\n| column | meaning |\n| --- | --- |\n")
        parts += [f"| `{name}` | {_cell(sentence)} |\n" for name, sentence in view.columns.items()]
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(dictionary())
