"""Typed access to the tables of a question-set file; what is missing or wrong becomes a fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any


class Fields:
    """One TOML table and where it stands. Reading a bad field notes a fault and gives a harmless value."""

    def __init__(self, data: Mapping[str, Any], place: str, faults: list[str]) -> None:
        self._data = data
        self._faults = faults
        name = data.get("id")
        self._place = f"{place}, '{name}'" if isinstance(name, str) and not place.endswith(f"'{name}'") else place

    def fault(self, what: str) -> None:
        """Note a fault of this table."""
        self._faults.append(f"{self._place}: {what}.")

    def has(self, key: str) -> bool:
        """True when the field is there."""
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A text in one paragraph: line breaks and runs of blanks become one blank."""
        value = self._data.get(key, default)
        if value is None:
            self.fault(f"field '{key}' is missing")
            return ""
        if not isinstance(value, str):
            self.fault(f"field '{key}' is {value!r}, but should be a text")
            return ""
        text = " ".join(value.split())
        if not text and default is None:
            self.fault(f"field '{key}' is empty")
        return text

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, not empty."""
        value = self._data.get(key, default)
        if not isinstance(value, (list, tuple)) or not value or not all(isinstance(item, str) for item in value):
            self.fault(f"field '{key}' should be a list of at least one text, found {value!r}")
            return ()
        return tuple(value)

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._data.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(f"field '{key}' should be a whole number, found {value!r}")
            return 0
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._data.get(key)
        if not isinstance(value, bool):
            self.fault(f"field '{key}' should be true or false, found {value!r}")
            return False
        return value

    def weight(self) -> Fraction:
        """The weight: a number above 0, exact as written; 1 when not given."""
        value = self._data.get("weight", 1)
        try:
            weight = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            weight = Fraction(0)
        if weight <= 0 or isinstance(value, bool):
            self.fault(f"field 'weight' should be a number above 0, found {value!r}")
            return Fraction(1)
        return weight

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of `allowed`."""
        value = self.text(key)
        if value:
            self.check_choice(key, value, allowed)
        return value

    def check_choice(self, key: str, value: str, allowed: tuple[str, ...]) -> None:
        """Note a fault unless `value` is one of `allowed`; the nearest one is suggested."""
        if value in allowed:
            return
        near = get_close_matches(value, allowed, n=1)
        hint = f"; did you mean '{near[0]}'" if near else ""
        self.fault(f"field '{key}' has '{value}', allowed are {', '.join(allowed) or 'none'}{hint}")

    def table(self, key: str, default: Mapping[str, Any]) -> Fields:
        """A table inside this one."""
        value = self._data.get(key, default)
        if not isinstance(value, Mapping):
            self.fault(f"field '{key}' should be a table, found {value!r}")
            value = default
        return Fields(value, f"{self._place}, {key}", self._faults)

    def raw_table(self, key: str) -> Mapping[str, Any]:
        """A table of free keys, empty when not given."""
        value = self._data.get(key, {})
        if not isinstance(value, Mapping):
            self.fault(f"field '{key}' should be a table, found {value!r}")
            return {}
        return value

    def tables(self, key: str) -> Iterator[Fields]:
        """A list of tables."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(f"field '{key}' should be a list of tables")
            return
        for number, item in enumerate(value, start=1):
            name = item.get("id", f"entry {number}")
            yield Fields(item, f"{self._place.split(',')[0]}, {key[:-1]} '{name}'", self._faults)
