"""What every section of a study is: fields that the study gives or leaves out."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict


def as_list(value: Any) -> Any:
    """Return a value that stands alone as a list of one."""
    return value if isinstance(value, list) else [value]


def _as_shares(value: Any) -> Any:
    names = [value] if isinstance(value, str) else value
    return dict.fromkeys(names, 1 / len(names)) if isinstance(names, list) else names


Number = float | str
"""A number, a number with a unit, or a range: 1.2, "433 MWh", "1.1..1.3"."""
Names = Annotated[list[str], BeforeValidator(as_list)]
"""One name, or a list of them."""
Shares = Annotated[dict[str, float], BeforeValidator(_as_shares)]
"""Names with their shares; a list of names has equal ones."""


class Section(BaseModel):
    """Fields, checked; what is not known is refused.

    `PLANNED` names the fields that a plan reads and an estimate does not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
    PLANNED: ClassVar[frozenset[str]] = frozenset()

    def given(self) -> dict[str, Any]:
        """Return the fields of an estimate that the study gives, by name."""
        return self._fields_set(self.model_fields_set - self.PLANNED)

    def planned(self) -> dict[str, Any]:
        """Return the fields that only a plan reads and the study gives, by name."""
        return self._fields_set(self.model_fields_set & self.PLANNED)

    def _fields_set(self, names: set[str] | frozenset[str]) -> dict[str, Any]:
        return {n: getattr(self, n) for n in type(self).model_fields if n in names}
