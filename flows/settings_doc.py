"""docs/settings.md, made from the settings themselves: `python -m flows.settings_doc > docs/settings.md`."""

from __future__ import annotations

import sys

from pydantic_settings import BaseSettings

from flows.fetching.settings import FetchSettings
from flows.settings import Settings

HEAD = """\
# Settings

Made by `python -m flows.settings_doc`; the words stand beside each setting in `flows/settings.py` and
`flows/fetching/settings.py`. All are read from the environment; a value that will not do is told with its variable.
"""


def settings_page() -> str:
    """The page: a table for the run, one for fetching."""
    return "\n".join([HEAD, "## Runs\n", *_rows(Settings), "\n## Fetching\n", *_rows(FetchSettings), ""])


def _rows(settings: type[BaseSettings]) -> list[str]:
    prefix = settings.model_config.get("env_prefix", "")
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in settings.model_fields.items():
        default = "" if field.default in (None, ()) else f"`{field.default}`"
        lines.append(f"| `{prefix}{name.upper()}` | {default} | {field.description or ''} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(settings_page())
