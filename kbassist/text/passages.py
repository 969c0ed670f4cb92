"""Where in a text the words that were asked for stand closest together."""

from collections.abc import Sequence

from kbassist.text.tokens import Token


def densest(hits: Sequence[Token], room: int) -> Sequence[Token]:
    """Return the hits that stand within `room` characters with the most different stems, the closest together of such.

    Of equally good places it is the first.
    """
    best: Sequence[Token] = ()
    rank = 0, 0
    for first, hit in enumerate(hits):
        stems: set[str] = set()
        for last in range(first, len(hits)):
            span = hits[last].end - hit.start
            if span > room:
                break
            if hits[last].stem not in stems:
                stems.add(hits[last].stem)
                if (len(stems), -span) > rank:
                    best, rank = hits[first : last + 1], (len(stems), -span)
    return best
