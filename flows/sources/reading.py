"""What a reader of files is given beside the file: its limits, and what is told of all articles of the source.

reader(SourceFile, Reading) -> RawDocument | Unreadable, one after another
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flows.sources.file_names import FileNames
from transforms.dates import DateLimits
from transforms.documents import RawDocument, Unreadable
from transforms.pages import Told

Found = RawDocument | Unreadable
MAX_BYTES = 50_000_000  # of one article's file, line, row or record; more than any article, less than memory


def _up_to_now() -> DateLimits:
    return DateLimits(datetime.now(UTC))


def _knows_none(url: str, retrieved_at: datetime | None) -> bool:
    return False


@dataclass
class Reading:
    """How files are read. `columns` names their columns by our fields; `file_names` reads fields from names of files.

    `left_out` counts the records of an archive that are no pages, or `known`: `knows_page` said that they are stored.
    """

    max_bytes: int = MAX_BYTES
    limits: DateLimits = field(default_factory=_up_to_now)
    told: Told = field(default_factory=Told)
    columns: Mapping[str, str] = field(default_factory=dict)
    file_names: FileNames | None = None
    knows_page: Callable[[str, datetime | None], bool] = _knows_none
    known: int = 0
    left_out: int = 0
