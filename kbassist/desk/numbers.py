"""The numbers of complaints and orders, which customers are told."""

from datetime import date

from kbassist.desk.tables import NumberRow


def next_number(series: str, day: date) -> str:
    """Take the next number of a series in the year of a day, such as "PGD-2026-000123".

    It is never given twice: others who want one wait until the transaction ends, and get this one if it fails.
    """
    name = f"{series}-{day.year}"
    NumberRow.insert(series=name, last=1).on_conflict(
        conflict_target=[NumberRow.series], update={NumberRow.last: NumberRow.last + 1}
    ).execute()
    return f"{name}-{NumberRow.get_by_id(name).last:06}"
