"""Files as a source: a file, a folder, a pattern, here or anywhere that fsspec reaches.

place -> files_at -> files that have changed since the last visit -> read_file -> RawDocument | Unreadable
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.sources.fields import check_columns
from flows.sources.file_names import FileNames
from flows.sources.formats import UNREACHED, read_file
from flows.sources.places import files_at
from flows.sources.reading import Reading
from flows.sources.source_file import SourceFile, transport_errors
from flows.sources.visit import Found, SourceFailed, Visit
from schemas.errors import InputError
from transforms.dates import DateLimits
from transforms.documents import Unreadable
from transforms.pages import Told

log = logging.getLogger("stancehouse")


@dataclass(frozen=True)
class FilesSource:
    """Files. `columns` names their columns by our fields, `file_names` reads fields from names of text and HTML files.

    Raises `InputError` on a column of no known field, and on a pattern of names that cannot be read.
    """

    name: str
    place: str
    publisher: str | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    file_names: str | None = None

    kind: Literal["files"] = field(default="files", init=False)

    def __post_init__(self) -> None:
        check_columns(self.columns)
        if self.file_names is not None:
            FileNames.of(self.file_names)

    def read(self, visit: Visit) -> Iterator[Found]:
        """The documents of all files that are new or have changed. Raises `SourceFailed` where there is no file."""
        try:
            files = files_at(self.place)
        except InputError as error:
            raise SourceFailed(str(error)) from error
        marks = {file.name: self._mark(file) for file in files}
        memory = visit.memory.files
        changed = [file for file in files if marks[file.name] is None or memory.get(file.name) != marks[file.name]]
        visit.is_unchanged = not changed
        visit.memory.files = {name: mark for name, mark in memory.items() if name in marks}
        log.info("%s: %d of %d files are new or changed", self.name, len(changed), len(files))
        reading = self._reading(visit)
        for file in changed:
            is_read = True
            for found in read_file(file, reading):
                is_read = is_read and not (isinstance(found, Unreadable) and found.check_name == UNREACHED)
                yield found
            mark = marks[file.name]
            if is_read and mark is not None:
                visit.memory.files[file.name] = mark
        visit.known += reading.known

    def _reading(self, visit: Visit) -> Reading:
        return Reading(
            max_bytes=visit.max_bytes,
            limits=DateLimits(visit.started_at, visit.earliest_year),
            told=Told(publisher=self.publisher, language=self.language),
            columns=self.columns,
            file_names=FileNames.of(self.file_names) if self.file_names is not None else None,
            knows_page=visit.knows_page,
        )

    def _mark(self, file: SourceFile) -> str | None:
        """What changes when the file or the way it is read does; null where the file cannot be asked: it is read."""
        options = json.dumps([self.publisher, self.language, dict(self.columns), self.file_names])
        try:
            return file.mark(options)
        except transport_errors():
            return None
