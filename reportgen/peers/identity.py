"""Who an organisation is, without its name: keyed hashes of what names it.

Whoever holds the key can try millions of names, so it is a file of its own, never in the database or its backups; a
hash without a key would protect nothing. Names are poor keys: what agrees here is asked about, never taken for sure.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from enum import Enum
from pathlib import Path

from reportgen.common.diagnostics.runs import NO_PEER_KEY
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import fold

_SIZE = 32  # bytes of a key
_HASH = 16  # bytes of a hash: enough that no two of millions agree by chance
_ABOUT = "# Key of a peer database. Keep it apart from the database and from its backups, and send it to nobody."
_FORMS = frozenset(
    fold(
        "limited ltd plc llp llc inc incorporated corp corporation co company group holding holdings gmbh ag kg se sa "
        "sas sarl srl spa bv nv ab as asa oy oyj aps pty pte kk the and uk"
    ).split()
)
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ı": "i"})
_INITIALS = re.compile(r"(?<=\b\w)[./](?=\w\b)")  # P.L.C., S.A., A/S
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # Co-op is Coop
_WRITTEN_OUT = re.compile("(?<=[aou])e")  # Mueller is Müller
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d][\w-]+")
_WEB = re.compile(r"^(?:\w+://)?(?:www\.)?([^/:?#]+).*$")


class AliasKind(Enum):
    """What names an organisation."""

    NAME = "name"
    NUMBER = "number"  # of a register, or an LEI
    DOMAIN = "domain"  # on the web


def normalised_name(name: str) -> str:
    """A name without what people write in several ways: case, accents, blanks, hyphens and legal forms.

    >>> {normalised_name(name) for name in ("Harbour & Sons", "HARBOUR and Sons Limited", "The Harbour & Sons P.L.C.")}
    {'harboursons'}
    >>> normalised_name("Müller AG") == normalised_name("Mueller"), normalised_name("Co-op") == normalised_name("Coop")
    (True, True)
    """
    words = _words(name)
    kept = [word for word in words if word not in _FORMS]
    return _WRITTEN_OUT.sub("", "".join(kept or words))


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", fold(name).translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word for word in re.split(r"[\W_]+", _HYPHEN.sub("", _INITIALS.sub("", plain))) if word]


def _normalised(kind: AliasKind, text: str) -> str:
    if kind is AliasKind.NAME:
        return normalised_name(text)
    folded = fold(text)
    return _WEB.sub(r"\1", folded) if kind is AliasKind.DOMAIN else re.sub(r"[\W_]+", "", folded)


def naming_fault(kind: AliasKind, text: str) -> str:
    """Why nobody is recognised by what was given, as a sentence; empty where somebody is, and where nothing was given.

    >>> naming_fault(AliasKind.NAME, "GmbH & Co. KG"), naming_fault(AliasKind.DOMAIN, "www.example.org/about")
    ("'GmbH & Co. KG' is a legal form only: give the name that stands before it.", '')
    """
    plain = _normalised(kind, text)
    if not plain:
        return ""
    if kind is AliasKind.NAME and set(_words(text)) <= _FORMS:
        return f"'{text}' is a legal form only: give the name that stands before it."
    if kind is AliasKind.DOMAIN and not _DOMAIN.fullmatch(plain):
        return f"'{text}' is no domain on the web, such as example.org."
    if kind is AliasKind.NUMBER and not any(sign.isdigit() for sign in plain):
        return f"'{text}' is no number of a register, nor an LEI: those have digits."
    return ""


def alias_hash(key: bytes, kind: AliasKind, text: str) -> bytes | None:
    """The keyed hash of what names an organisation, 16 bytes; None where nothing is left of the text to go by."""
    plain = _normalised(kind, text)
    return _keyed(key, kind.value, plain) if plain else None


def key_check(key: bytes, code: str) -> bytes:
    """What only the key of the database of this code gives: a wrong one would recognise nobody, in silence."""
    return _keyed(key, "check", code)


def is_key_of(key: bytes, code: str, check: bytes) -> bool:
    """True for the key that the database of this code was made with."""
    return hmac.compare_digest(key_check(key, code), check)


def _keyed(key: bytes, kind: str, text: str) -> bytes:
    return hmac.new(key, f"{kind}\0{text}".encode(), hashlib.sha256).digest()[:_HASH]


# ----------------------------------------------------------------------------------------------------- the key file


def new_key() -> bytes:
    """A random key."""
    return secrets.token_bytes(_SIZE)


def key_text(key: bytes) -> bytes:
    """The file of a key."""
    return f"{_ABOUT}\n{key.hex()}\n".encode("ascii")


def key_file(code: str, folder: Path) -> Path:
    """Where a person's own settings have the key of the database of this code."""
    return folder / f"peers-{code}.key"


def read_key(file: Path) -> bytes:
    """The key in a file. Raises `UnreadableFileError` when it is not there, or is no file of a key."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise UnreadableFileError(NO_PEER_KEY.at(file=file)) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is no text"
        raise UnreadableFileError(f"The key of the peer database, {file}, cannot be read ({reason}).") from error
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        key = bytes.fromhex("".join(found))
    except ValueError:
        key = b""
    if len(key) != _SIZE:
        raise UnreadableFileError(
            f"{file} is no key of a peer database: that is a file with one line of {2 * _SIZE} hexadecimal digits."
        )
    return key
