"""Where the key of a case lies, and the passphrase that opens it."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from ipt_fidelity import files
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript import Key, draw_key

SEED_BITS = 128


@dataclass(frozen=True, slots=True)
class KeyWish:
    """Where the key lies, and how it is kept.

    Parameters
    ----------
    path : Path
        The key file.
    passphrase : str or None
        Given beforehand; asked for in a terminal where it is needed.
    plain : bool
        Whether a new key is kept without a passphrase.
    """

    path: Path
    passphrase: str | None
    plain: bool


def open_key(wish: KeyWish, case: str, passphrase: str | None) -> Key:
    """Read the key of a case, or draw it where there is none yet.

    Parameters
    ----------
    wish : KeyWish
        Where it lies.
    case : str
        The case.
    passphrase : str or None
        Opens a sealed key.

    Returns
    -------
    Key
        Of the case.

    Raises
    ------
    FidelityError
        It is sealed otherwise, no key, or another case's.
    """
    if not wish.path.exists():
        return draw_key(case, seed=secrets.randbits(SEED_BITS))
    key = files.read_key_file(wish.path, passphrase=passphrase)
    if key.case != case:
        raise FidelityError(
            "the key belongs to another case.",
            where=wish.path.name,
            mend="Use one key for each case.",
        )
    return key


def passphrase_of(wish: KeyWish) -> str | None:
    """Return the passphrase of a key, and ask for it in a terminal.

    Parameters
    ----------
    wish : KeyWish
        The key.

    Returns
    -------
    str or None
        None where the key is not sealed.

    Raises
    ------
    FidelityError
        A new key could be sealed, and nobody can be asked.
    """
    if wish.passphrase is not None:
        return wish.passphrase
    if wish.path.exists():
        return asked_for(wish.path)
    if wish.plain or not files.can_seal():
        return None
    if not sys.stdin.isatty():
        raise FidelityError(
            "a new key is sealed with a passphrase, and none was given.",
            where=wish.path.name,
            mend="Set IPT_FIDELITY_PASSPHRASE, or add --plain-key.",
        )
    return str(
        typer.prompt("Passphrase for the new key", hide_input=True, confirmation_prompt=True)
    )


def asked_for(place: Path) -> str | None:
    """Ask for the passphrase of a key that is there.

    Parameters
    ----------
    place : Path
        The key file.

    Returns
    -------
    str or None
        None where it is not sealed, or nobody can be asked.
    """
    if not place.exists() or not files.is_sealed(files.read_text(place)):
        return None
    if not sys.stdin.isatty():
        return None
    return str(typer.prompt("Passphrase of the key", hide_input=True))


def refuse_near(key: Path, into: Path) -> None:
    """Refuse a key that would lie with the masked transcripts.

    Parameters
    ----------
    key, into : Path
        Key file, and folder of the results.

    Raises
    ------
    FidelityError
        It would, or its name does not end in ``.json``.
    """
    if key.resolve().is_relative_to(into.resolve()):
        raise FidelityError(
            "the key would lie in the folder of the masked transcripts.",
            where=str(key),
            mend="Keep it apart, for example in a folder that only you can open.",
        )
    if not key.name.endswith(".json"):
        raise FidelityError(
            "the key needs a name that ends in .key.json.", where=str(key), mend="Rename it."
        )
