"""The key of a case as a file that its owner alone may read, sealed with a passphrase if wished.

Sealing needs the package ``cryptography`` (``pip install 'ipt-fidelity[encrypt]'``): the passphrase
is stretched by scrypt, and the key is sealed with Fernet, which also tells a changed file.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import importlib.util
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.files.reading import read_text
from ipt_fidelity.files.writing import write_text
from ipt_fidelity.transcript.masking_key import Key, parse_key, write_key

SEALED = "ipt-key-sealed/1"
SHORTEST = 12
_COST, _BLOCK, _MEMORY = 2**15, 8, 2**26
_SALT = 16


def can_seal() -> bool:
    """Say whether keys can be sealed with a passphrase here.

    Returns
    -------
    bool
        True where the package ``cryptography`` is installed.
    """
    return importlib.util.find_spec("cryptography") is not None


def write_key_file(path: str | Path, key: Key, *, passphrase: str | None = None) -> Path:
    """Write the key of a case, readable by its owner alone.

    Parameters
    ----------
    path : str or Path
        Where to, apart from the study; an earlier state of the same key is replaced.
    key : Key
        Of a case.
    passphrase : str or None
        Seals the file; None leaves the names in it readable for whoever can open it.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    FidelityError
        The package for sealing is missing, the passphrase is under 12 characters, or the file
        cannot be written.
    """
    place = Path(path)
    text = write_key(key)
    if passphrase is not None:
        if len(passphrase) < SHORTEST:
            raise FidelityError(
                f"the passphrase has under {SHORTEST} characters.",
                where=place.name,
                mend="Take four words or more.",
            )
        salt = secrets.token_bytes(_SALT)
        seal, _ = _sealing(passphrase, salt, place.name)
        held = {"format": SEALED, "salt": salt.hex(), "sealed": seal(text.encode()).decode()}
        text = json.dumps(held, indent=1) + "\n"
    return write_text(place, text, private=True)


def read_key_file(path: str | Path, *, passphrase: str | None = None) -> Key:
    """Read the key of a case.

    Parameters
    ----------
    path : str or Path
        As ``write_key_file`` has written it.
    passphrase : str or None
        With which it was sealed; not looked at where the file is not sealed.

    Returns
    -------
    Key
        Of a case.

    Raises
    ------
    NotAllowedError
        It is sealed, and the passphrase is missing or another one.
    TranscriptError
        It is no key, or was changed.
    FidelityError
        The package that opens a sealed file is missing.
    """
    place = Path(path)
    text = read_text(place)
    if not is_sealed(text):
        return parse_key(text, where=place.name)
    if passphrase is None:
        raise NotAllowedError(
            "the key is sealed.", where=place.name, mend="Give the passphrase that sealed it."
        )
    held = cast("dict[str, object]", json.loads(text))
    try:
        salt, sealed = bytes.fromhex(str(held["salt"])), str(held["sealed"]).encode("ascii")
    except (KeyError, ValueError):
        return parse_key(text, where=place.name)
    _, unseal = _sealing(passphrase, salt, place.name)
    opened = unseal(sealed)
    if opened is None:
        raise NotAllowedError(
            "the passphrase does not open the key, or the file was changed.",
            where=place.name,
            mend="Type it again, or take a copy of the key.",
        )
    return parse_key(opened.decode("utf-8"), where=place.name)


def is_sealed(text: str) -> bool:
    """Say whether the text of a key file is sealed.

    Parameters
    ----------
    text : str
        Of the file.

    Returns
    -------
    bool
        True where it names the sealed format and is a mapping.
    """
    try:
        held = cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return False
    return isinstance(held, dict) and cast("dict[str, object]", held).get("format") == SEALED


def _sealing(
    passphrase: str, salt: bytes, where: str
) -> tuple[Callable[[bytes], bytes], Callable[[bytes], bytes | None]]:
    if not can_seal():
        raise FidelityError(
            "sealing a key needs the package 'cryptography', which is not installed.",
            where=where,
            mend="Run: pip install 'ipt-fidelity[encrypt]'.",
        )
    fernet = importlib.import_module("cryptography.fernet")
    drawn = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=32
    )
    box = fernet.Fernet(base64.urlsafe_b64encode(drawn))

    def unseal(sealed: bytes) -> bytes | None:
        try:
            return cast("bytes", box.decrypt(sealed))
        except fernet.InvalidToken:
            return None

    def seal(plain: bytes) -> bytes:
        return cast("bytes", box.encrypt(plain))

    return seal, unseal
