"""The people who work with one account of the computer: who they are, and the passphrases of those who want one.

A passphrase keeps the next person at the counter from taking one's calls by mistake or out of curiosity. Who can read
the files of the account can read the calls.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import datetime

from kbassist.desk.tables import PersonRow

# The costs that RFC 7914 gives for interactive use: about 50 ms and 16 MB.
_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people, and whether a passphrase is asked from them."""

    name: str
    has_passphrase: bool


class TakenError(ValueError):
    """Somebody has this name already."""


def everyone() -> list[Person]:
    """Return all people, by name."""
    return sorted((_person(row) for row in PersonRow.select()), key=lambda person: person.name.casefold())


def add(name: str, passphrase: str, now: datetime) -> Person:
    """Add somebody, without a passphrase where it is empty; raise TakenError when the name is in use."""
    name = " ".join(name.split())
    if any(person.name.casefold() == name.casefold() for person in everyone()):
        raise TakenError(name)
    return _person(PersonRow.create(name=name, passphrase=_hashed(passphrase), made=now))


def unlocks(name: str, passphrase: str) -> bool:
    """Whether these words let somebody in; anything does who has no passphrase."""
    row = PersonRow.get_or_none(PersonRow.name == name)
    if row is None:
        return False
    return not row.passphrase or hmac.compare_digest(_hashed(passphrase, row.passphrase), row.passphrase)


def set_passphrase(name: str, passphrase: str) -> bool:
    """Give somebody another passphrase, or none where it is empty; false when nobody has this name."""
    row = PersonRow.update({PersonRow.passphrase: _hashed(passphrase)}).where(PersonRow.name == name)
    return bool(row.execute())


def remove(name: str) -> bool:
    """Take somebody off the list; what they did stays. False when nobody has this name."""
    return bool(PersonRow.delete().where(PersonRow.name == name).execute())


def _person(row: PersonRow) -> Person:
    return Person(row.name, bool(row.passphrase))


def _hashed(passphrase: str, like: str = "") -> str:
    """Return what is kept of a passphrase, with the salt of an earlier one to compare it with; empty for none."""
    if not passphrase:
        return ""
    salt = bytes.fromhex(like.partition(":")[0]) if like else os.urandom(_SALT_BYTES)
    return f"{salt.hex()}:{hashlib.scrypt(passphrase.encode(), salt=salt, n=_N, r=_R, p=_P).hex()}"
