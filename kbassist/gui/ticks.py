"""Which boxes of task lists are ticked, for as long as a call lasts."""


class Ticks:
    """What was ticked or cleared, by article, language and the number of the box in it."""

    def __init__(self) -> None:
        """Begin with every box as its article has it."""
        self._ticks: dict[tuple[str, str, int], bool] = {}

    def is_ticked(self, article: str, lang: str, number: int, *, written: bool) -> bool:
        """Whether a box is ticked; one that was not touched is as `written`."""
        return self._ticks.get((article, lang, number), written)

    def tick(self, article: str, lang: str, number: int, *, ticked: bool) -> None:
        """Remember what became of a box."""
        self._ticks[article, lang, number] = ticked

    def clear(self) -> None:
        """Forget all, for another call."""
        self._ticks.clear()
