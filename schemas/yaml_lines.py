"""Read YAML and remember on which line each value stands.

    text -> Lines(tree, name): plain values by `plain()`, line numbers by `line_of(path)`

Every scalar stays text: `country: NO` is Norway, never False. Types are the business of the models.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from schemas.errors import CodebookError, StancehouseError

DEEPEST = 6  # actors > actor > aliases > alias > value; deeper is no file of ours (and may be an endless anchor)
Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Lines:
    """One YAML document with its file name."""

    name: str
    root: yaml.Node | None

    def plain(self) -> Any:
        """The document as dicts, lists, strings and None."""
        return None if self.root is None else _plain(self.root, DEEPEST)

    def line_of(self, path: Path) -> int:
        """Line (from 1) of the value at `path`, or of its nearest parent that exists."""
        node, line = self.root, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def repeated_keys(self) -> Iterator[tuple[int, str]]:
        """Line and name of each key that stands twice in one mapping; YAML would keep the last, silently."""
        yield from _repeated(self.root, DEEPEST)


def read_lines(text: str, name: str, error_class: type[StancehouseError] = CodebookError) -> Lines:
    """Parse one YAML document; `name` is the file name for messages.

    Raises `error_class` with the line where the YAML breaks.
    """
    try:
        return Lines(name, yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise error_class(
            f"{name}:{line}: not valid YAML ({error.problem}); check indentation, quotes and colons there"
        ) from error
    except yaml.YAMLError as error:
        raise error_class(f"{name}: not valid YAML ({error}); save the file as plain UTF-8 text") from error


def _plain(node: yaml.Node, depth: int) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if depth == 0:
        return f"nested deeper than {DEEPEST} levels"
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, depth - 1) for child in node.value]
    return {str(key.value): _plain(value, depth - 1) for key, value in node.value}


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child, child.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1  # the key's line: a list begins only below it
    return None


def _repeated(node: yaml.Node | None, depth: int) -> Iterator[tuple[int, str]]:
    if depth == 0 or node is None or isinstance(node, yaml.ScalarNode):
        return
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _repeated(value, depth - 1)
        return
    for child in node.value:
        yield from _repeated(child, depth - 1)
