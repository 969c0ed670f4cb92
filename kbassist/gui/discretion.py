"""What the notepad marks and says of numbers that will be masked and of secrets that are not kept."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from PySide6.QtGui import QColor, QTextCharFormat

from kbassist.gui.keys import KEEP_KEY
from kbassist.gui.theme import Colours
from kbassist.messages import _, mark
from kbassist.text.privacy import Finding, Kind, find
from kbassist.words import word

_SECRETS = {
    Kind.PIN: mark("The PIN is not kept. Staff never ask for it."),
    Kind.OTP: mark("The OTP is not kept. Staff never ask for it."),
    Kind.CVV: mark("The CVV is not kept. Staff never ask for it."),
    Kind.PASSWORD: mark("The password is not kept. Staff never ask for it."),
    Kind.MAIDEN_NAME: mark("The mother's name is not kept. Note whether it matched."),
}
_BEHIND_NUMBER = " .-0123456789"


class Notice(NamedTuple):
    """A word about what stands at the cursor; one about a secret comes before all other hints."""

    words: str = ""
    is_secret: bool = False


def notice(text: str, cursor: int, kept: AbstractSet[str]) -> Notice:
    """Return what is to be said of the row that is being typed: its last secret, else the number at the cursor."""
    row = text.rfind("\n", 0, cursor) + 1
    before = [finding for finding in find(text) if row <= finding.start <= cursor]
    if secret := next((finding for finding in reversed(before) if finding.is_secret), None):
        return Notice(_(_SECRETS[secret.kind]), is_secret=True)
    if before and not text[before[-1].end : cursor].strip(_BEHIND_NUMBER):
        return Notice(_of_number(before[-1], is_kept=before[-1].value in kept))
    return Notice()


def number_before(text: str, cursor: int) -> Finding | None:
    """Return the number or secret that stands at the cursor, or last before it."""
    return next((finding for finding in reversed(find(text)) if finding.start <= cursor), None)


def no_number() -> str:
    """Return what is said where nothing can be kept."""
    return _("No masked number before the cursor.")


def never_kept() -> str:
    """Return what is said where a secret is asked to be kept."""
    return _("Secrets are never kept, not even by hand.")


def look(findings: Iterable[Finding], colours: Colours) -> list[tuple[Finding, QTextCharFormat]]:
    """Return how findings look in the notes: numbers dotted, secrets struck through."""
    number, secret = QTextCharFormat(), QTextCharFormat()
    for form in (number, secret):
        form.setBackground(QColor(colours.veil))
    number.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    number.setUnderlineColor(QColor(colours.muted))
    secret.setForeground(QColor(colours.muted))
    secret.setFontStrikeOut(True)
    return [(finding, secret if finding.is_secret else number) for finding in findings]


def _of_number(finding: Finding, *, is_kept: bool) -> str:
    if is_kept:
        return _("Kept as typed. {key} masks it again.").format(key=KEEP_KEY)
    return _("{what} will be masked. {key} keeps it.").format(what=word(finding.kind), key=KEEP_KEY)
