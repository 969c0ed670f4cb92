"""Keep what must not be kept out of what is stored: private numbers are masked, secrets are removed.

What `mask` hides becomes one "•" a character, so places in a masked text are places in the original. What is stored
passes `clean`, which leaves nothing of a secret, not even its length.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache

from kbassist.text import credentials, numbers
from kbassist.text.findings import GAP, MASK, Finding, Kind

__all__ = [
    "MASK",
    "REMOVED",
    "Finding",
    "Kind",
    "clean",
    "excerpt",
    "find",
    "mask",
    "secrets",
    "unsettled",
    "warm",
    "withdrawn",
    "without",
]

REMOVED = "[…]"
_HARMLESS = "\ue000"  # neither letter nor digit, and nobody types it
_PIECE = 6
_EXAMPLE = "pin 1, otp x, password y, ibu kandung z, atau kode 123456, rek 1234567, passphrase p"
_TOUCHED = re.compile(rf"(\d+(?:{GAP}\d+)*){GAP}?")


def warm() -> None:
    """Read the lists of words now, so that no key has to wait for them."""
    find(_EXAMPLE)


def find(text: str, kept: AbstractSet[str] = frozenset()) -> list[Finding]:
    """Return what must not be stored, in order and apart from each other.

    `kept` are numbers, as in `Finding.value`, that the agent called harmless.
    """
    return list(_find(text, frozenset(kept)))


def mask(text: str, kept: AbstractSet[str] = frozenset()) -> str:
    """Return `text` with what must not be kept as "•"; as long as `text`, and unchanged when masked again."""
    return _blank(text, find(text, kept))


def clean(text: str, kept: AbstractSet[str] = frozenset()) -> str:
    """Return `text` as it may be stored: numbers as "•", nothing of secrets; unchanged when cleaned again."""
    while (cleaned := _cleaned(text, find(text, kept))) != text:
        text = cleaned
    return text


def excerpt(text: str, start: int, end: int, kept: AbstractSet[str] = frozenset()) -> str:
    """Return `text[start:end]` as it may be copied, judged by all that stands round it."""
    inside = [
        replace(finding, start=max(finding.start, start) - start, end=min(finding.end, end) - start)
        for finding in find(text, kept)
        if finding.start < end and start < finding.end
    ]
    return clean(_cleaned(text[start:end], inside), kept)


def secrets(text: str) -> list[str]:
    """Return the secrets of a text, as they stand in it."""
    return [text[finding.start : finding.end] for finding in find(text) if finding.is_secret]


def without(text: str, secrets: Iterable[str]) -> str:
    """Return `text` without secrets that another text told."""
    return _cleaned(text, _apart([Finding(*span, Kind.PIN) for secret in secrets for span in _same(text, secret)]))


def unsettled(text: str, cursor: int) -> str:
    """Return `text` with what touches `cursor` as "•": a number, or a word that may become a secret."""
    spans = [match.span(1) for match in _TOUCHED.finditer(text) if match.start() <= cursor <= match.end()]
    return _covered(text, [*spans, *credentials.unfinished(text, cursor)])


def withdrawn(stored: str, text: str, kept: AbstractSet[str] = frozenset()) -> bool:
    """Whether `text` hides something that was readable in what was `stored`, which then must be scrubbed."""
    before = _letters(stored)
    return any(
        piece in before
        for finding in find(text, kept)
        for piece in _pieces(_letters(text[finding.start : finding.end]))
    )


@lru_cache(maxsize=4)  # at each key the window and the advice ask about the same note
def _find(text: str, kept: frozenset[str]) -> tuple[Finding, ...]:
    rest = text.replace(REMOVED, MASK * len(REMOVED))
    found: list[Finding] = []
    while True:
        while new := _news(credentials.find(_covered(rest, numbers.harmless(rest), _HARMLESS)), rest):
            found += new
            rest = _blank(rest, new)
        if not (new := _news(_numbers(rest, kept), rest)):
            told = [(finding.kind, text[finding.start : finding.end]) for finding in found if finding.is_secret]
            again = [Finding(*span, kind) for kind, secret in told for span in _same(text, secret)]
            return tuple(_apart([*found, *again]))
        found += new
        rest = _blank(rest, new)


def _same(text: str, secret: str) -> Iterator[tuple[int, int]]:
    """Yield where a secret stands, whether or not anything beside it tells."""
    digits = _letters(secret)
    if len(digits) >= _PIECE and any(map(str.isdecimal, digits)):
        yield from numbers.same(text, [digits if digits.isdecimal() else secret])


def _news(found: Iterable[Finding], text: str) -> list[Finding]:
    return [finding for finding in found if text[finding.start : finding.end].strip(MASK)]


def _numbers(text: str, kept: AbstractSet[str]) -> Iterator[Finding]:
    harmless = [*numbers.harmless(text), *numbers.public(text), *numbers.same(text, kept)]
    text = _covered(text, harmless, _HARMLESS)
    addresses = list(numbers.emails(text))
    yield from addresses
    yield from numbers.find(_blank(text, addresses), _blank)


def _apart(found: list[Finding]) -> list[Finding]:
    """Return findings in order, those that overlap as one, of which a secret is the stronger."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if kept and finding.start < kept[-1].end:
            before = kept.pop()
            stronger = finding if finding.is_secret and not before.is_secret else before
            finding = Finding(before.start, max(before.end, finding.end), stronger.kind, stronger.value)  # noqa: PLW2901
        kept.append(finding)
    return kept


def _cleaned(text: str, found: list[Finding]) -> str:
    parts: list[str] = []
    place = 0
    for finding in found:
        parts += text[place : finding.start], REMOVED if finding.is_secret else MASK * (finding.end - finding.start)
        place = finding.end
    return "".join(parts) + text[place:]


def _blank(text: str, found: Iterable[Finding]) -> str:
    return _covered(text, ((finding.start, finding.end) for finding in found))


def _covered(text: str, spans: Iterable[tuple[int, int]], sign: str = MASK) -> str:
    letters = None
    for start, end in spans:
        letters = letters or list(text)
        letters[start:end] = sign * (end - start)
    return "".join(letters) if letters else text


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _pieces(hidden: str) -> Iterator[str]:
    size = min(_PIECE, len(hidden))
    return (hidden[at : at + size] for at in range(len(hidden) - size + 1) if size)
