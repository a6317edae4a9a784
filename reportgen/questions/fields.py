"""Typed access to the tables of a question-set file; what is missing or wrong becomes a fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypeVar

from reportgen.common.folding import clean, unprintable
from reportgen.common.language import listed, one_line
from reportgen.common.rounding import MOST_DECIMALS, with_plain_minus
from reportgen.common.set_tables import Placed

T = TypeVar("T")

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|\{[{%#]|[}%#]\}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.IGNORECASE)
LONGEST = 32_767  # characters that a cell holds
IDENTIFIERS = "only letters, digits and hyphens may stand in it, and no name of a device of Windows (con, nul, com1)"


def is_identifier(name: str) -> bool:
    """True for letters, digits and hyphens, which are safe in the name of a file; not for what Windows calls devices.

    >>> is_identifier("analysis-and-planning"), is_identifier("../evil"), is_identifier("con")
    (True, False, False)
    """
    return _IDENTIFIER.fullmatch(name) is not None and not _DEVICE.fullmatch(name)


def fraction_of(text: str) -> Fraction | None:
    """The number that a text says, exactly; None when it says none.

    >>> fraction_of("0.75"), fraction_of("1/3"), fraction_of("-2"), fraction_of("much"), fraction_of("1/0")
    (Fraction(3, 4), Fraction(1, 3), Fraction(-2, 1), None, None)
    """
    try:
        return Fraction(with_plain_minus(text))
    except (ValueError, ZeroDivisionError):
        return None


class Fields:
    """One table and where it stands. Reading a bad field notes a fault and gives a harmless value.

    `source` is the file; a table that came out of a spreadsheet knows its cells itself. `name` says which table of
    the file it is ("question 'AP-02'"), and is empty for the file as a whole.
    """

    def __init__(self, data: Mapping[str, Any], source: str, faults: list[str], name: str = "") -> None:
        self._data = data
        self._source = source
        self._faults = faults
        self._name = name
        self._known: dict[str, None] = {}
        self._inside: dict[str, list[Fields]] = {}  # the tables that were read, by the field that lists them

    def fault(self, what: str, key: str = "") -> None:
        """Note a fault of this table, or of one of its fields."""
        self._faults.append(f"{', '.join(part for part in (self._place(key), self._name) if part)}: {what}.")

    def _place(self, key: str = "") -> str:
        return str(self._data.place_of(key)) if isinstance(self._data, Placed) else self._source

    @property
    def name(self) -> str:
        """Which table it is, to be named in the fault of another."""
        return self._name or self._place()

    def said(self, key: str) -> str:
        """What a field says, in one line, for comparing; empty when it is no text. Never a fault."""
        value = self._data.get(key)
        return one_line(clean(value)) if isinstance(value, str) else ""

    def said_number(self, key: str) -> Fraction | None:
        """What a field says as a number, exact as written; None when it is none. Never a fault."""
        return fraction_of(str(self._data.get(key)))

    def given(self, key: str) -> tuple[str, ...]:
        """The names of the fields of a table inside this one. Never a fault."""
        value = self._data.get(key)
        return tuple(value) if isinstance(value, Mapping) else ()

    def inside(self, key: str) -> tuple[Fields, ...]:
        """The tables that a field lists, as far as `tables` has read them."""
        return tuple(self._inside.get(key, ()))

    def has(self, key: str) -> bool:
        """True when the field is there."""
        self._known[key] = None
        return key in self._data

    def field_names(self) -> tuple[str, ...]:
        """The names of all fields, for tables whose fields are names themselves."""
        return tuple(self._data)

    def text(self, key: str, default: str | None = None, *, with_: Sequence[str] = ()) -> str:
        """A text in one paragraph: line breaks and runs of blanks become one blank; of placeholders only `with_`."""
        value = self._get(key, default)
        if value is None:
            self.fault(f"field '{key}' is missing", key)
            return ""
        if not isinstance(value, str):
            self.fault(f"field '{key}' is {value!r}, but should be a text", key)
            return ""
        text = self._paragraph(key, value, with_)
        if not text and default is None:
            self.fault(f"field '{key}' is empty", key)
        return text

    def own_text(self, key: str) -> str:
        """A text that may be left out, but not empty."""
        return self.text(key) if self.has(key) else ""

    def paragraphs(self, key: str, *, with_: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of such texts, none when not given."""
        return tuple(self._paragraph(key, value, with_) for value in self.texts(key, ()))

    def _paragraph(self, key: str, value: str, with_: Sequence[str]) -> str:
        text = one_line(clean(value))
        placeholders = _PLACEHOLDER.finditer(text) if "{" in text or "}" in text else ()
        if strange := [found[0] for found in placeholders if found[0] not in with_]:
            may = f"only {listed(with_)} may stand in it" if with_ else "texts have no placeholders"
            self.fault(f"field '{key}' has '{strange[0]}', but {may}", key)
        if len(text) > LONGEST:
            self.fault(f"field '{key}' has {len(text):,} characters, but a cell of Excel holds {LONGEST:,}", key)
        if unprintable(value):
            self.fault(f"field '{key}' holds a character that neither Excel nor Word can hold", key)
        return text

    def identifier(self, key: str = "id") -> str:
        """An id that may name a file and a figure: letters, digits and hyphens."""
        name = self.text(key)
        if name and not is_identifier(name):
            self.fault(f"field '{key}' is '{name}', but {IDENTIFIERS}", key)
        return name

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts; at least one unless `default` is the empty list."""
        value = self._get(key, default)
        texts = tuple(value) if isinstance(value, (list, tuple)) else ()
        is_list = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in texts)
        if not is_list or (not texts and default != ()):
            self.fault(f"field '{key}' should be a list of at least one text, found {value!r}", key)
            return ()
        if not all(map(clean, texts)):
            self.fault(f"field '{key}' lists an empty text; leave it out", key)
        return texts

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a single text for a list of one."""
        value = self._get(key)
        return (self.text(key),) if isinstance(value, str) else self.texts(key)

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(f"field '{key}' should be a whole number, found {value!r}", key)
            return 0
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            self.fault(f"field '{key}' should be true or false (in a workbook Yes or No), found {value!r}", key)
            return False
        return value

    def weight(self) -> Fraction:
        """The weight: a number above 0, exact as written; 1 when not given."""
        return self.above_zero("weight") or Fraction(1)

    def count(self, key: str) -> int | None:
        """A whole number above 0; None when not given."""
        number = self.above_zero(key)
        if number is not None and number.denominator != 1:
            self.fault(f"field '{key}' should be a whole number, found {self._get(key)!r}", key)
        return int(number) if number is not None else None

    def number(self, key: str) -> Fraction:
        """A number, exact as written: whole, decimal, or a fraction as text."""
        found = self.own_number(key)
        if found is None and not self.has(key):
            self.fault(f"field '{key}' is missing", key)
        return found or Fraction(0)

    def own_number(self, key: str) -> Fraction | None:
        """A number, exact as written; None when not given."""
        value = self._get(key)
        if value is None:
            return None
        number = None if isinstance(value, bool) else fraction_of(str(value))
        if number is None:
            self.fault(f"field '{key}' should be a number such as 3, 0.75 or \"1/3\", found {value!r}", key)
        return number

    def decimals(self, key: str) -> int | None:
        """How many decimals are printed; None when not given."""
        number = self.own_number(key)
        if number is None:
            return None
        if number.denominator != 1 or not 0 <= number <= MOST_DECIMALS:
            self.fault(f"field '{key}' should be a whole number from 0 to {MOST_DECIMALS}, found {number}", key)
            return 0
        return int(number)

    def above_zero(self, key: str) -> Fraction | None:
        """A number above 0, exact as written; None when not given."""
        value = self._get(key)
        if value is None:
            return None
        number = fraction_of(str(value)) or Fraction(0)
        if number <= 0 or isinstance(value, bool):
            self.fault(f"field '{key}' should be a number above 0, found {value!r}", key)
            return None
        return number

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
        shown = ", ".join(allowed) if len(allowed) <= 20 else f"{', '.join(allowed[:3])} ... {allowed[-1]}"
        self.fault(f"field '{key}' has '{value}', allowed are {shown or 'none'}{hint}", key)

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Fields:
        """A table inside this one, empty unless given."""
        value = self._get(key, default or {})
        if not isinstance(value, Mapping):
            self.fault(f"field '{key}' should be a table, found {value!r}", key)
            value = default or {}
        return Fields(value, self._place(key), self._faults, ", ".join(part for part in (self._name, key) if part))

    def tables(self, key: str) -> Iterator[Fields]:
        """A list of tables, each named by its id, its value or its number."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(f"field '{key}' should be a list of tables", key)
            return
        singular = {"lenses": "lens", "scale": "box"}.get(key, key.removesuffix("s"))
        for number, item in enumerate(value, start=1):
            name = item.get("id", item.get("value", ""))
            shown = f"number {number}" if name == "" or isinstance(name, dict | list) else f"'{name}'"
            outer = (
                f"{self._name}, " if self._name and "id" not in item else ""
            )  # what has no id is known by its parent
            made = Fields(item, self._source, self._faults, f"{outer}{singular} {shown}")
            self._inside.setdefault(key, []).append(made)
            yield made

    def complete(self, made: T) -> T:
        """What was made of the table; a field that nobody asked for is a fault: a slip of the pen must not pass."""
        for key in self._data:
            if key not in self._known:
                near = get_close_matches(key, self._known, n=1)
                hint = f"; did you mean '{near[0]}'" if near else ""
                self.fault(f"there is no field '{key}'{hint}", key)
        return made

    def _get(self, key: str, default: Any = None) -> Any:
        self._known[key] = None
        return self._data.get(key, default)
