"""Settings from the environment (`STANCEHOUSE_...`), and where everything lies under the home folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from flows.environment import FromEnvironment

PREFIX = "STANCEHOUSE_"
ExtractorName = Literal["minilm", "rules"]


class Settings(FromEnvironment):
    """What a run can be told. `store` is a folder or any URL that fsspec reaches; the default lies in the home."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    home: Path = Field(Path("stancehouse-data"), description="Folder that holds store, warehouse, published files.")
    store: str | None = Field(
        None, description="Folder or URL of the store, any that fsspec reaches; without one it lies in the home."
    )
    batch_size: int = Field(32, ge=1, le=10_000, description="Articles in a batch of the store.")
    max_characters: int = Field(1_000_000, ge=1, description="Longest article, in characters.")
    extractor: ExtractorName = Field("minilm", description="What decides on stances: the trained network, or rules.")
    issues_by_meaning: bool = Field(
        False, description="Find issues by likeness of meaning too, where no cue stands; needs the extra `meaning`."
    )
    earliest_year: int = Field(1990, ge=1600, description="Articles that claim to be older are not believed.")
    max_bytes: int = Field(50_000_000, ge=1, description="Largest page, record or file of one article, in bytes.")
    alert_after: int = Field(3, ge=1, description="Visits that a source may fail in a row before an alert.")
    lock_wait_s: float = Field(60, ge=0, description="Seconds to wait for another process that writes the warehouse.")


@dataclass(frozen=True)
class Home:
    """The paths of one home folder."""

    root: Path
    store_url: str | None = None

    @classmethod
    def of(cls, settings: Settings, root: Path | None = None) -> Home:
        """The home of the settings, or at `root` where the command line gives one."""
        return cls((root or settings.home).absolute(), settings.store)

    @property
    def store(self) -> str:
        """Folder or URL of the store: the system of record."""
        return self.store_url or str(self.root / "store")

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that the loader writes; derived, and rebuilt from the store by one command."""
        return self.root / "warehouse" / "stancehouse.duckdb"

    @property
    def published(self) -> Path:
        """The folder that readers open: the DuckDB file, Parquet, the report."""
        return self.root / "published"
