"""What is found in a text that must not be kept, and the words that tell it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kbassist import resources

MASK = "•"
GAP = r"(?:[\s.\-‐‑‒–—−_/\u00ad\u200b-\u200f\u2060\ufeff]{1,3}|,(?=\d)|,\s(?=\d{4}))"


class Kind(StrEnum):
    """What a text may hold that must not be kept: numbers that are masked, and secrets that are removed."""

    CARD = "card"
    NIK = "nik"
    NPWP = "npwp"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    PIN = "pin"
    OTP = "otp"
    CVV = "cvv"
    PASSWORD = "password"  # noqa: S105 - a name, no password
    MAIDEN_NAME = "maiden_name"


SECRETS = frozenset({Kind.PIN, Kind.OTP, Kind.CVV, Kind.PASSWORD, Kind.MAIDEN_NAME})


@dataclass(frozen=True, slots=True)
class Finding:
    """What `text[start:end]` is. `value` names a number that may be kept: its digits, or the e-mail address."""

    start: int
    end: int
    kind: Kind
    value: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether it is removed whatever the agent says."""
        return self.kind in SECRETS


@cache
def words() -> dict[str, list[str]]:
    """Return the words of `words/privacy.tsv` by what they say of what stands beside them."""
    roles = defaultdict(list)
    for row in resources.read_text("words/privacy.tsv").splitlines():
        word, role = row.split("\t")
        roles[role].append(word)
    return roles


def any_of(*roles: str) -> str:
    """Return a pattern for the words of roles, the longest first."""
    longest_first = sorted((word for role in roles for word in words()[role]), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first)
