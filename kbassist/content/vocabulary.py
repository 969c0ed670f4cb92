"""The words of the article format in both languages, and the values they stand for."""

import difflib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from kbassist import resources
from kbassist.content.kinds import Channel, LineKind, Stage, Tone

EXAMPLES = "examples"
TRIGGERS = "triggers"

LINE_KINDS: dict[str, LineKind] = {kind.value: kind for kind in LineKind} | {
    "buka": LineKind.OPEN,
    "tutup": LineKind.CLOSE,
    "tanya": LineKind.ASK,
    "jawab": LineKind.ANSWER,
    "edukasi": LineKind.EDUCATE,
    "langkah": LineKind.STEPS,
    "wajib": LineKind.COMPLY,
    "tenangkan": LineKind.DEESCALATE,
    "pertahankan": LineKind.RETAIN,
    "kompensasi": LineKind.GOODWILL,
    "tawarkan": LineKind.CROSS_SELL,
    "tingkatkan": LineKind.UP_SELL,
    "hemat": LineKind.DOWN_SELL,
    "teruskan": LineKind.ESCALATE,
    "tindak-lanjut": LineKind.FOLLOW_UP,
}

PHRASE_LISTS = {EXAMPLES: EXAMPLES, "contoh": EXAMPLES, TRIGGERS: TRIGGERS, "pemicu": TRIGGERS}

LINE_KEYS = {
    "when": "when",
    "kapan": "when",
    "unless": "unless",
    "kecuali": "unless",
    "stage": "stage",
    "tahap": "stage",
    "channel": "channel",
    "kanal": "channel",
    "tone": "tone",
    "nada": "tone",
    "value": "value",
    "nilai": "value",
    "to": "to",
    "ke": "to",
    "sla": "sla",
    "in": "in",
    "dalam": "in",
    "limit": "limit",
    "batas": "limit",
    "needs": "needs",
    "perlu": "needs",
}

STAGES: dict[str, Stage] = {stage.value: stage for stage in Stage} | {
    "akui": Stage.ACKNOWLEDGE,
    "empati": Stage.EMPATHISE,
    "maaf": Stage.APOLOGISE,
    "solusi": Stage.RESOLVE,
    "terima-kasih": Stage.THANK,
}

CHANNELS: dict[str, Channel] = {channel.value: channel for channel in Channel}
TONES: dict[str, Tone] = {tone.value: tone for tone in Tone}

# Callouts that Markdown viewers know of themselves; they are never taken for a misspelt line.
VIEWER_CALLOUTS = frozenset(
    "abstract attention bug caution check cite danger done error example fail failure faq help hint important info"
    " missing note question quote success summary tip tldr todo warning".split()
)


@cache
def _languages() -> frozenset[str]:
    return frozenset(resources.read_text("words/language_codes.txt").split())


def is_language(tag: str) -> bool:
    """Whether `tag` is a BCP-47 tag whose language we know: `id`, `en-GB`, `zh-Hant-TW`."""
    language, *rest = tag.split("-")
    return language.lower() in _languages() and all(part.isalnum() and 2 <= len(part) <= 8 for part in rest)  # noqa: PLR2004


def nearest(word: str, known: Iterable[str], likeness: float = 0.75) -> str:
    """Return the known word that is most like `word`, or an empty string."""
    found = difflib.get_close_matches(word.lower(), list(known), 1, likeness)
    return found[0] if found else ""


def names(values: type[StrEnum]) -> str:
    """Return the values of an enumeration as an editor would list them."""
    return ", ".join(value.value for value in values)
