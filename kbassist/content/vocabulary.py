"""The words of the article format in both languages, and the values they stand for."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from kbassist import resources
from kbassist.content.kinds import ArticleKind, Channel, LineKind, Stage, Tone
from kbassist.text.fieldtypes import FieldType

EXAMPLES = "examples"
TRIGGERS = "triggers"

ARTICLE_KINDS: dict[str, ArticleKind] = {kind.value: kind for kind in ArticleKind} | {
    "produk": ArticleKind.PRODUCT,
    "masalah": ArticleKind.PROBLEM,
    "skrip": ArticleKind.SCRIPT,
    "kebijakan": ArticleKind.POLICY,
    "penawaran": ArticleKind.OFFER,
    "panduan": ArticleKind.GUIDE,
    "skenario": ArticleKind.SCENARIO,
}

# What languages are called in searches.
LANGUAGES = {"id": "id", "indonesia": "id", "indonesian": "id", "en": "en", "english": "en", "inggris": "en"}

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
    "formulir": LineKind.FORM,
}

# Over the second column of a table: what stands before it is a label, and the table one of terms.
TERMS = frozenset({"terms", "ketentuan"})

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
    "documents": "documents",
    "dokumen": "documents",
    "request": "request",
    "minta": "request",
    "approve": "approve",
    "setuju": "approve",
    "once": "once",
    "sekali": "once",
    "purpose": "purpose",
    "tujuan": "purpose",
}
# Keys that say something of one kind of line alone.
KEYS_OF_KIND = {
    "documents": LineKind.ESCALATE,
    "request": LineKind.ESCALATE,
    "approve": LineKind.GOODWILL,
    "once": LineKind.GOODWILL,
    "purpose": LineKind.FORM,
}

FIELD_TYPES: dict[str, FieldType] = {kind.value: kind for kind in FieldType} | {
    "teks": FieldType.TEXT,
    "teks panjang": FieldType.LONG_TEXT,
    "angka": FieldType.NUMBER,
    "nominal": FieldType.AMOUNT,
    "tanggal": FieldType.DATE,
    "telepon": FieldType.PHONE,
    "e-mail": FieldType.EMAIL,
    "ktp": FieldType.NIK,
    "rekening": FieldType.ACCOUNT,
    "postal code": FieldType.POSTCODE,
    "kode pos": FieldType.POSTCODE,
    "pilihan": FieldType.CHOICE,
    "ya/tidak": FieldType.YES_NO,
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
_SUBTAG = re.compile(r"[A-Za-z0-9]{2,8}$")
_REGION, _SCRIPT = 2, 4  # letters

VIEWER_CALLOUTS = frozenset(
    "abstract attention bug caution check cite danger done error example fail failure faq help hint important info"
    " missing note question quote success summary tip tldr todo warning".split()
)


@cache
def _languages() -> frozenset[str]:
    return frozenset(resources.read_text("words/language_codes.txt").split())


def language_tag(text: str) -> str:
    """Return a BCP-47 tag in its usual letters, `id`, `en-GB`, `zh-Hant-TW`; empty for what is none that we know."""
    language, *rest = text.split("-")
    if language.lower() not in _languages() or not all(_SUBTAG.match(part) for part in rest):
        return ""
    cased = (
        part.upper() if len(part) == _REGION else part.capitalize() if len(part) == _SCRIPT else part for part in rest
    )
    return "-".join((language.lower(), *cased))


def nearest(word: str, known: Iterable[str], likeness: float = 0.75) -> str:
    """Return the known word that is most like `word`, or an empty string."""
    import difflib  # noqa: PLC0415 - only what is misspelt needs it

    found = difflib.get_close_matches(word.lower(), list(known), 1, likeness)
    return found[0] if found else ""


def names(values: type[StrEnum]) -> str:
    """Return the values of an enumeration as an editor would list them."""
    return ", ".join(value.value for value in values)
