"""One stem for all inflections of a word, Indonesian or English, since notes mix the two.

A word that derives from a known root by the rules of Indonesian, colloquial ones included, gets that root; any other
passes the English, the Indonesian and again the English Snowball stemmer, so that "loans" and "loan" meet, and
"metode" and "metodenya". The roots also tell which spelling a habit of quick or colloquial writing stands for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import Stemmer

from kbassist import resources

_LONGEST = 40
_SHORTEST_STEMMED = 4
_REMEMBERED = 50_000

# Each prefix with the first letters that it may have swallowed. The shortest come first, which settles ties:
# "pemarah" is pe-marah, not pem-parah.
_PREFIXES = {
    "m": "p", "n": "t", "me": "", "pe": "", "di": "", "ke": "", "se": "", "be": "", "te": "", "ku": "",
    "ng": "k", "ny": "sc", "ber": "", "ter": "", "per": "", "bel": "", "pel": "", "nge": "",
    "mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k", "meny": "s", "peny": "s",
    "dipe": "", "diper": "", "menge": "", "penge": "", "keter": "", "keber": "",
    "memper": "", "member": "", "pember": "",
}  # fmt: skip
# Fewer letters are a word of their own: "min" is not from "pin", as "milih" is from "pilih".
_SHORTEST_BEHIND_SWALLOWED = 3
_LONGEST_PREFIX = max(map(len, _PREFIXES))
_SUFFIXES = ("", "nya", "ku", "mu", "lah", "kah", "pun")
_DERIVATIONS = ("", "i", "an", "in", "kan")

# What is written in place of what, where that makes a known root of an unknown word: "trlambat", "dkirim", "dapetin",
# "saldox", "saldony", "masukk", "pusink"; English words end in "ss", "ll" and "ff".
_CONSONANT = "[b-df-hj-np-tv-z]"
_HABITS = tuple(
    (re.compile(habit), standard)
    for habit, standard in (
        (rf"^({_CONSONANT})(?={_CONSONANT})", r"\1e"),
        (rf"^d(?={_CONSONANT})", "di"),
        (rf"e(?=(?!h){_CONSONANT}{{1,2}}(?:in|an|nya)?$)", "a"),
        (r"(?:x|ny)$", "nya"),
        (r"([bdgkmnprt])\1$", r"\1"),
        (r"nk$", "ng"),
    )
)
_WITHOUT_VOWELS = str.maketrans("", "", "aeiou")


def _bases(word: str) -> Iterator[str]:
    for suffix in _SUFFIXES:
        if not word.endswith(suffix):
            continue
        shorter = word.removesuffix(suffix)
        for ending in _DERIVATIONS:
            if shorter.endswith(ending):
                yield shorter.removesuffix(ending)


class Roots:
    """Indonesian roots, and the way back to them from what is derived from them."""

    def __init__(self, roots: Iterable[str]) -> None:
        """Take the roots, in lower case."""
        self._roots = frozenset(roots)
        self._by_consonants: dict[str, list[str]] = defaultdict(list)
        for root in self._roots:
            self._by_consonants[root.translate(_WITHOUT_VOWELS)].append(root)

    def find(self, word: str) -> str | None:
        """Return the longest root from which `word` derives, or None."""
        if word in self._roots:
            return word
        found = [base for base in _bases(word) if base in self._roots]
        if not found:
            found = [root for base in _bases(word) for root in self._without_prefix(base)]
        return max(found, key=len, default=None)

    def respell(self, word: str) -> str | None:
        """Return the standard spelling when a habit of writing hides a root in an unknown word, else None."""
        spellings = {spelling for habit, standard in _HABITS if (spelling := habit.sub(standard, word)) != word}
        if not spellings and word.translate(_WITHOUT_VOWELS) != word:
            return None
        if len(word) < _SHORTEST_STEMMED or self.find(word):
            return None
        hidden = [spelling for spelling in spellings if self.find(spelling)] or self._by_consonants.get(word, [])
        return hidden[0] if len(hidden) == 1 else None

    def _without_prefix(self, word: str) -> Iterator[str]:
        for length in range(1, min(_LONGEST_PREFIX, len(word)) + 1):
            prefix, rest = word[:length], word[length:]
            if prefix in _PREFIXES:
                whole = [] if prefix.endswith("ny") else [rest]
                swallowed = [first + rest for first in _PREFIXES[prefix] if len(rest) >= _SHORTEST_BEHIND_SWALLOWED]
                yield from (root for root in (*whole, *swallowed) if root in self._roots)


class _Conflation:
    """The roots of `words/roots.txt` before the two stemmers; the words after a root on its row share its stem."""

    def __init__(self) -> None:
        rows = [line.split() for line in resources.read_text("words/roots.txt").splitlines()]
        self.roots = Roots(row[0] for row in rows)
        self._english = Stemmer.Stemmer("english", 0).stemWord
        self._indonesian = Stemmer.Stemmer("indonesian", 0).stemWord
        self._cognates = {self._snowball(word): row[0] for row in rows for word in row[1:]}
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        known = self._known.get(word)
        if known is None:
            known = self.roots.find(word) or self._snowball(word)
            known = self._cognates.get(known, known)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            if len(word) <= _LONGEST:
                self._known[word] = known
        return known

    def _snowball(self, word: str) -> str:
        if len(word) < _SHORTEST_STEMMED:
            return word
        stemmed: str = self._english(self._indonesian(self._english(word)))
        return stemmed


@cache
def _conflation() -> _Conflation:
    return _Conflation()


def stem(word: str) -> str:
    """Return the stem of a lower-case word; inflections of one word share it in both languages."""
    return _conflation().stem(word)


def respell(word: str) -> str:
    """Return a lower-case word in the standard spelling where a habit of writing hides a known Indonesian root."""
    return _conflation().roots.respell(word) or word


def has_root(word: str) -> bool:
    """Return whether a lower-case word derives from a known Indonesian root."""
    return _conflation().roots.find(word) is not None
