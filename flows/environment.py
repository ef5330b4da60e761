"""Settings that are read from the environment: each class has a prefix, and a wrong value names its variable."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from schemas.errors import InputError


class FromEnvironment(BaseSettings):
    """Base of all settings."""

    def __init__(self, **values: Any) -> None:
        """Read the environment under `values`. Raises `InputError` that names each variable whose value will not do."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            prefix = self.model_config.get("env_prefix", "")
            problems = (
                f"{prefix}{str(one['loc'][0]).upper()} is {one['input']!r}: {one['msg']}; set another value or none"
                for one in error.errors()
            )
            raise InputError("\n".join(problems)) from error
