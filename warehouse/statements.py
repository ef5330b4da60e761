"""SQL from files: what is derived inside a load, in the order of the file names."""

from __future__ import annotations

from importlib.resources import files


def derive() -> tuple[str, ...]:
    """The statements of `derive/*.sql`, run at the end of each load that changed something."""
    folder = files("warehouse") / "derive"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)
