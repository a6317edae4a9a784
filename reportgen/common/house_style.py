"""The house style: the firm's name, contact, wording and colours, kept out of the code in a TOML file.

A firm's own file needs only what differs from the one that comes with the program, `templates/house-style.toml`. The
firm named there issues reports on the question set that comes with the program; those on any other set have a
placeholder for the firm until a house style names it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from reportgen.common.colours import lightness, shades
from reportgen.common.exceptions import UsageError
from reportgen.common.language import one_line
from reportgen.common.picture_size import picture_size
from reportgen.common.resources import template_file
from reportgen.common.subject import CLIENT
from reportgen.common.toml_files import NotTomlError, toml_tables

DEFAULT = "house-style.toml"
HEAT_STEPS = 4
_DARKER_BY = 10  # in lightness (L*) from one step to the next, so that it is read in grey print too
_COLOUR = re.compile(r"[0-9A-F]{6}")
NO_FIRM = "[Name of the firm]"  # a placeholder: who issues the report has still to be said

_Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a firm's reports speak and look. Colours are six hexadecimal digits without a number sign.

    Titles are empty where those of the question set stand.
    """

    firm: str
    phones: tuple[str, ...]
    email: str
    web: str
    logo: Path | None
    title: str
    subtitle: str  # with "{client}"
    method: str
    method_mark: str
    rights: str
    properties: tuple[str, ...]  # names of custom properties that a final report keeps
    colours: Mapping[str, str]  # by role: accent, ink, muted, line, tint, highlight
    heat: tuple[str, ...]  # from the lowest to the top quarter
    own: frozenset[str] = frozenset()  # entries that a firm's own file gives; all others come with the program

    def for_another_set(self) -> HouseStyle:
        """The same for a report on a set that does not come with the program: nothing of the firm that does."""
        nothing: dict[str, Any] = {"firm": NO_FIRM, "phones": (), "email": "", "web": "", "logo": None, "rights": ""}
        given = {"firm" if name == "name" else name for name in self.own}
        return replace(self, **{name: value for name, value in nothing.items() if name not in given})

    @property
    def all_colours(self) -> dict[str, str]:
        """Every colour by role; the heat scale as heat_1 (lowest) to heat_4 (top)."""
        return {**self.colours, **{f"heat_{step}": colour for step, colour in enumerate(self.heat, start=1)}}


def load_house_style(path: Path | None = None) -> HouseStyle:
    """The house style of a file, completed by the one that comes with the program; that one alone without a file.

    Raises `UsageError` naming the file and the entry when the file cannot be read, holds an entry nobody knows, or one
    of the wrong kind.
    """
    default_path = template_file(DEFAULT)
    default = _read(default_path)
    if path is None:
        return _house_style(default, default_path, logo_from=default_path)
    own = _read(path)
    for table in own:
        _refuse_no_table(path, table, own[table], default)
        _refuse_unknown(path, table, own[table], default[table])
    merged: dict[str, _Table] = {table: {**entries, **own.get(table, {})} for table, entries in default.items()}
    if "name" in own.get("firm", {}):  # no telephone of one firm beside the name of another
        merged["firm"] = {"phones": [], "email": "", "web": "", "logo": "", **own["firm"]}
    merged["colours"] = _with_heat(path, merged["colours"], own.get("colours", {}))
    logo_from = path if "logo" in own.get("firm", {}) else default_path
    return replace(_house_style(merged, path, logo_from=logo_from), own=frozenset(chain(*own.values())))


def _read(path: Path) -> _Table:
    try:
        return toml_tables(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: the house style cannot be read ({error.strerror or error}).") from error
    except NotTomlError as error:
        raise UsageError(f"{path}: the house style is not a readable TOML file: {error}.") from error


def _refuse_no_table(path: Path, name: str, value: object, default: _Table) -> None:
    """Refuse an entry at the top level that is no table of a house style, and say where it belongs."""
    if name in default and isinstance(value, Mapping):
        return
    if name in default:
        raise UsageError(f"{path}: '{name}' is {value!r}, but must be a table: a line [{name}], its entries below it.")
    home = next((table for table, entries in default.items() if name in entries), "")
    if home:
        raise UsageError(f"{path}: '{name}' stands outside its table; it belongs under the line [{home}].")
    raise UsageError(f"{path}: there is no table '{name}'; a house style has {', '.join(default)}.")


def _refuse_unknown(path: Path, table: str, own: _Table, default: _Table) -> None:
    for key in own:
        if key not in default:
            raise UsageError(f"{path}: [{table}] has no entry '{key}'; it may have {', '.join(default)}.")


def _house_style(tables: Mapping[str, _Table], path: Path, *, logo_from: Path) -> HouseStyle:
    """The house style of complete tables; `path` is named in messages, the logo is looked for beside `logo_from`."""
    firm, report, colours = tables["firm"], tables["report"], tables["colours"]
    subtitle = _text(path, report, "subtitle", needed=False)
    if subtitle and CLIENT not in subtitle:
        raise UsageError(f"{path}: 'subtitle' has no {CLIENT}, so no report would say whom it is about.")
    return HouseStyle(
        firm=_text(path, firm, "name"),
        phones=_texts(path, firm, "phones"),
        email=_text(path, firm, "email", needed=False),
        web=_text(path, firm, "web", needed=False),
        logo=_logo(path, _text(path, firm, "logo", needed=False), logo_from.parent),
        title=_text(path, report, "title", needed=False),
        subtitle=subtitle,
        method=_text(path, report, "method", needed=False),
        method_mark=_text(path, report, "method_mark", needed=False),
        rights=_text(path, report, "rights", needed=False),
        properties=_texts(path, report, "properties"),
        colours={role: _colour(path, role, value) for role, value in colours.items() if role != "heat"},
        heat=_heat(path, colours),
    )


def _text(path: Path, table: _Table, key: str, *, needed: bool = True) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise UsageError(f"{path}: '{key}' is {value!r}, but should be a text in quotation marks.")
    text = one_line(value)
    if needed and not text:
        raise UsageError(f"{path}: '{key}' is empty.")
    return text


def _texts(path: Path, table: _Table, key: str) -> tuple[str, ...]:
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise UsageError(f"{path}: '{key}' is {value!r}, but should be a list of texts.")
    return tuple(one_line(entry) for entry in value if entry.strip())


def _colour(path: Path, role: str, value: object) -> str:
    colour = value.removeprefix("#").upper() if isinstance(value, str) else ""
    if not _COLOUR.fullmatch(colour):
        raise UsageError(
            f"{path}: the colour '{role}' is {value!r}, but should be six hexadecimal digits like '0B4A86'."
        )
    return colour


def _with_heat(path: Path, colours: _Table, own: _Table) -> _Table:
    """The colours with a heat scale in shades of the accent, where a firm names its accent and no scale."""
    if "accent" not in own or "heat" in own:
        return colours
    accent = _colour(path, "accent", own["accent"])
    return {**colours, "heat": [colours["heat"][0], *shades(accent)]}


def _heat(path: Path, colours: _Table) -> tuple[str, ...]:
    """The heat scale, proved to grow steadily darker."""
    heat = colours["heat"]
    if not isinstance(heat, list) or len(heat) != HEAT_STEPS:
        raise UsageError(f"{path}: 'heat' should list {HEAT_STEPS} colours, from the lowest quarter to the top one.")
    scale = tuple(_colour(path, "heat", value) for value in heat)
    for lighter, darker in pairwise(scale):
        if lightness(lighter) - lightness(darker) < _DARKER_BY:
            raise UsageError(
                f"{path}: 'heat' should grow darker from the lowest quarter to the top one, by at least {_DARKER_BY} "
                "in lightness (L*, 0 black to 100 white) from colour to colour, so that it can be read in grey print; "
                f"but '{darker}' ({lightness(darker):.1f}) follows '{lighter}' ({lightness(lighter):.1f})."
            )
    return scale


def _logo(path: Path, name: str, folder: Path) -> Path | None:
    """The logo as a path, proved to be a picture that Word can show."""
    if not name:
        return None
    logo = folder / name
    try:
        picture_size(logo.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: the logo {logo} cannot be read ({error.strerror or error}).") from error
    except ValueError as error:
        raise UsageError(f"{path}: the logo {logo} cannot be used: {error}.") from error
    return logo
