"""How willingly agents take a line: a smoothed share, and the small weight that it has in the order of suggestions.

The share is the posterior mean of a Beta-Binomial model (Gelman et al., Bayesian Data Analysis, 3rd edition, section
2.4): (a + α) / (a + r + α + β) after `a` acceptances and `r` rejections. The prior has α = β, so that a line of which
nothing is known stands in the middle, and α + β = 8, so that one click means little.
"""

from collections.abc import Iterable
from typing import NamedTuple

_PRIOR = 4  # α and β
# So little moves a line that one 15 % more relevant stays before it.
LEAST, MOST = 0.935, 1.065


class Learned(NamedTuple):
    """What is known of a line: in how many calls it was shown, how often it was used and how often taken away."""

    line: str
    shown: int = 0
    copied: int = 0
    inserted: int = 0
    dismissed: int = 0

    @property
    def acceptance(self) -> float:
        """Return the smoothed share of uses among uses and rejections, between 0 and 1; 0.5 without any."""
        accepted = self.copied + self.inserted
        return (accepted + _PRIOR) / (accepted + self.dismissed + 2 * _PRIOR)

    @property
    def factor(self) -> float:
        """Return the weight of the line, from LEAST to MOST; 1 where as much speaks for it as against it."""
        return LEAST + (MOST - LEAST) * self.acceptance


def factors(learned: Iterable[Learned]) -> dict[str, float]:
    """Return the weights of lines by their names."""
    return {known.line: known.factor for known in learned}
