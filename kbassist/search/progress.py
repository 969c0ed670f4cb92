"""How far the work on an index is, told in articles."""

from collections.abc import Callable

Report = Callable[[int, int], None]


class Progress:
    """Reading is the first half of the work on each article, indexing the second."""

    def __init__(self, report: Report) -> None:
        """Tell `report` how many articles of how many are done."""
        self._report = report
        self._to_read = 0

    def read(self, number: int, to_read: int) -> None:
        """Tell that so many files of those to read are read."""
        self._to_read = to_read
        self._report(number // 2, to_read)

    def indexing(self, count: int) -> Callable[[], None]:
        """Return what is to be called after each of `count` articles."""
        numbers = iter(range(1, count + 1))
        start, total = self._to_read // 2, self._to_read or count

        def step() -> None:
            self._report(start + (total - start) * next(numbers) // count, total)

        return step
