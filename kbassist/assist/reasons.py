"""Why a line is suggested: the words of the note that speak for it, each with its source."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kbassist.assist.case import Case
from kbassist.assist.evidence import FEELINGS, Evidence
from kbassist.assist.hearing import Heard
from kbassist.assist.kinds import Source
from kbassist.assist.model import Reason
from kbassist.content.kinds import LineKind
from kbassist.content.model import Line
from kbassist.search.proximity import code
from kbassist.text import stopwords
from kbassist.text import tokens as words

_MOST_REASONS = 16
_REMEMBERED = 2_000
_TEXTS = frozenset({"title", "triggers", "tags", "headings"})
_EXAMPLES = frozenset({"examples"})


class _Telling(NamedTuple):
    """A word of a note by its number, its place and the code of its stem."""

    number: int
    start: int
    end: int
    code: int


class Reasons:
    """Finds the reasons for the lines of one library."""

    def __init__(self, evidence: Evidence) -> None:
        """Remember nothing yet; the words of an article are read when a line of it first shows."""
        self._evidence = evidence
        self._own: dict[str, frozenset[int]] = {}
        self._words: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self._telling: tuple[Heard | None, list[_Telling]] = None, []

    def of(self, number: int, case: Case) -> tuple[Reason, ...]:
        """Return the reasons for line `number`, in the order of the note; each word counts for its best source."""
        note, heard, found, mood = case.call.note, case.heard, case.found, case.feeling.cues
        line = self._evidence.lines[number]
        article = int(self._evidence.article_of[number])
        spans: dict[tuple[int, int], tuple[Source, str]] = {}
        if line.kind is LineKind.DEESCALATE:
            spans |= {(cue.start, cue.end): (Source.MOOD, "") for cue in mood if cue.weight > 0}
        for source, matches in (
            (Source.TRIGGER, found.triggers.get(article, ())),
            (Source.WHEN, found.conditions.get(number, ())),
        ):
            for match in matches:
                said = found.synonyms.get(match, "")
                spans[match.start, match.end] = (Source.SYNONYM, said) if said else (source, "")
        examples, texts = self._article_words(article)
        texts |= self._line_words(line)
        felt = [(cue.start, cue.end) for cue in mood if cue.name in FEELINGS]
        for start, end, source in _word_spans(self._telling_words(heard), texts, examples, (*spans, *felt)):
            spans[start, end] = source, ""
        for synonym in heard.expanded.synonyms:
            start, end = synonym.tokens[0].start, synonym.tokens[0].end
            telling = {token.stem for token in synonym.tokens} - stopwords.stems()
            if synonym.phrase and telling and texts.issuperset(map(code, telling)) and not _overlaps(start, end, spans):
                spans[start, end] = Source.SYNONYM, synonym.phrase
        reasons = sorted((start, end, *said) for (start, end), said in spans.items() if start < end)
        return tuple(
            Reason(note[start:end], source, start, end, synonym)
            for start, end, source, synonym in reasons[-_MOST_REASONS:]
        )

    def _telling_words(self, heard: Heard) -> "list[_Telling]":
        """Return the words that say something of the matter, found once for all lines of a note."""
        if self._telling[0] is not heard:
            stop = stopwords.stems()
            telling = [
                _Telling(number, token.start, token.end, code(token.stem))
                for number, token in enumerate(heard.tokens)
                if token.stem not in stop and not token.word.isdecimal()
            ]
            self._telling = heard, telling
        return self._telling[1]

    def _line_words(self, line: Line) -> frozenset[int]:
        key = f"{line.lang}/{line.name}/{line.row}"
        if key not in self._own:
            if len(self._own) >= _REMEMBERED:
                self._own.clear()
            texts = (*line.when, line.title, line.text)
            self._own[key] = frozenset(code(token.stem) for text in texts for token in words.read(text))
        return self._own[key]

    def _article_words(self, number: int) -> tuple[frozenset[int], frozenset[int]]:
        if number not in self._words:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            self._words[number] = (
                self._evidence.words_in(number, _EXAMPLES),
                self._evidence.words_in(number, _TEXTS),
            )
        return self._words[number]


def _word_spans(
    telling: Sequence[_Telling], texts: frozenset[int], examples: frozenset[int], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Source]]:
    """Yield runs of neighbouring words that share a source and are not taken by a better one."""
    covered = bytearray(max((end for _, end in taken), default=0))
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    run: tuple[int, int, Source] | None = None
    previous = -1
    for number, start, end, word in telling:
        source = Source.TEXT if word in texts else Source.EXAMPLE if word in examples else None
        if source is None or covered.find(1, start, end) >= 0:
            continue
        if run and run[2] is source and previous == number - 1:
            run = (run[0], end, source)
        else:
            if run:
                yield run
            run = (start, end, source)
        previous = number
    if run:
        yield run


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(other_start < end and start < other_end for other_start, other_end in taken)
