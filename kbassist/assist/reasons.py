"""Why a line is suggested: the words of the note that speak for it, each with its source."""

from collections.abc import Iterable, Iterator, Sequence

from kbassist.assist.evidence import Evidence, Found, stopword_stems
from kbassist.assist.kinds import Source
from kbassist.assist.model import Reason
from kbassist.content.kinds import LineKind
from kbassist.content.model import Line
from kbassist.text import tokens as words
from kbassist.text.mood import Cue
from kbassist.text.tokens import Token

_MOST_REASONS = 16


class Reasons:
    """Finds the reasons for the lines of one library."""

    def __init__(self, evidence: Evidence) -> None:
        """Remember nothing yet; the words of an article are read when a line of it first shows."""
        self._evidence = evidence
        self._own: dict[str, frozenset[str]] = {}
        self._stems: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def of(
        self, number: int, note: str, tokens: Sequence[Token], found: Found, mood: Iterable[Cue]
    ) -> tuple[Reason, ...]:
        """Return the reasons for line `number`, in the order of the note; each word counts for its best source."""
        line = self._evidence.lines[number]
        article = int(self._evidence.article_of[number])
        spans: dict[tuple[int, int], Source] = {}
        if line.kind is LineKind.DEESCALATE:
            spans |= {(cue.start, cue.end): Source.MOOD for cue in mood if cue.weight > 0}
        spans |= {(match.start, match.end): Source.TRIGGER for match in found.triggers.get(article, ())}
        spans |= {(match.start, match.end): Source.WHEN for match in found.conditions.get(number, ())}
        felt = [(cue.start, cue.end) for cue in mood]
        for start, end, source in self._word_spans(line, article, tokens, (*spans, *felt)):
            spans[start, end] = source
        reasons = sorted((start, end, source) for (start, end), source in spans.items() if start < end)
        return tuple(Reason(note[start:end], source, start, end) for start, end, source in reasons[-_MOST_REASONS:])

    def _word_spans(
        self, line: Line, article: int, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, Source]]:
        """Yield runs of neighbouring words that share a source and are not taken by a better one."""
        examples, texts = self._article_stems(article)
        texts |= self._line_stems(line)
        run: tuple[int, int, Source] | None = None
        previous = -1
        for number, token in enumerate(tokens):
            stem = token.stem
            source = Source.TEXT if stem in texts else Source.EXAMPLE if stem in examples else None
            if source is None or stem in stopword_stems() or token.word.isdecimal():
                continue
            if any(start < token.end and token.start < end for start, end in taken):
                continue
            if run and run[2] is source and previous == number - 1:
                run = (run[0], token.end, source)
            else:
                if run:
                    yield run
                run = (token.start, token.end, source)
            previous = number
        if run:
            yield run

    def _line_stems(self, line: Line) -> frozenset[str]:
        key = f"{line.lang}/{line.name}/{line.row}"
        if key not in self._own:
            texts = (*line.when, line.title, line.text)
            self._own[key] = frozenset(token.stem for text in texts for token in words.read(text))
        return self._own[key]

    def _article_stems(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        if number not in self._stems:
            article = self._evidence.articles[number]
            examples = frozenset(token.stem for text in article.examples for token in words.read(text))
            headings = (heading.text for heading in article.headings)
            texts = (article.title, article.category, *article.tags, *article.triggers, *headings)
            self._stems[number] = examples, frozenset(token.stem for text in texts for token in words.read(text))
        return self._stems[number]
