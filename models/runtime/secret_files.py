"""`<NAME>_FILE` names a file that holds the value of `<NAME>`, as container secrets do."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it in one line and is can be shown in a terminal."""


class SecretFileSource(PydanticBaseSettingsSource):
    """Reads every field from `<NAME>_FILE` when that variable is set. A file that cannot be read is an error."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - pydantic's signature
        """The content of the field's file, without surrounding white space; None when no file is named."""
        path = os.environ.get(f"{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{field_name.upper()}_FILE cannot be read: {error.strerror}") from None

    def __call__(self) -> dict[str, Any]:
        """All fields that come from files."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value}
