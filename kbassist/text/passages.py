"""Where in a text the words that were asked for stand closest together."""

from collections.abc import Sequence

from kbassist.text.tokens import Token


def densest(hits: Sequence[Token], room: int) -> Sequence[Token]:
    """Return the hits that stand within `room` characters with the most different stems, the first such."""
    best: Sequence[Token] = ()
    most = 0
    last = 0
    for first, hit in enumerate(hits):
        last = max(last, first + 1)
        while last < len(hits) and hits[last].end - hit.start <= room:
            last += 1
        different = len({other.stem for other in hits[first:last]})
        if different > most:
            best, most = hits[first:last], different
    return best
