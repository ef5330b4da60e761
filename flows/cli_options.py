"""The options that many commands take, and what stands in for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_HOME = Path("stancehouse-data")
Home = Annotated[
    Path,
    typer.Option("--home", envvar="STANCEHOUSE_HOME", help="Folder that holds store, warehouse and published files."),
]
OwnCodebook = Annotated[
    Path | None, typer.Option("--codebook", help="A codebook file of your own, on top of the shipped one.")
]
