"""Tell whether requirements.lock holds a fitting version of every dependency of pyproject.toml, and no host name.

python tools/check_lock.py
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def problems(project: dict, lock: str) -> list[str]:
    """A sentence for each dependency that the lock misses or breaks, and for each line that names a host."""
    pinned = {
        match[1].lower().replace("_", "-"): match[2] for match in re.finditer(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock)
    }
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    found = [f"the lock names a host: {line.strip()}" for line in lock.splitlines() if "://" in line]
    for requirement in map(Requirement, wanted):
        version = pinned.get(requirement.name.lower().replace("_", "-"))
        if version is None or version not in requirement.specifier:
            found.append(f"{requirement} is {version or 'missing'} in requirements.lock; run `make lock`")
    return found


if __name__ == "__main__":
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    messages = problems(metadata, (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    print(*messages or ["requirements.lock holds what pyproject.toml asks for"], sep="\n")
    sys.exit(bool(messages))
