"""Moments as people write them, where there is little room."""

from datetime import date, datetime

from kbassist.messages import _


def clock(when: datetime) -> str:
    """Return a time of the day: 10:00."""
    return when.strftime(_("%H:%M"))


def day(when: date, today: date) -> str:
    """Return a day with its weekday: Monday, 30 Nov, with the year where it is another one."""
    weekday = _("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()[when.weekday()]
    month = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[when.month - 1]
    return f"{weekday}, {when.day} {month}" + (f" {when.year}" if when.year != today.year else "")


def moment(when: datetime, now: datetime) -> str:
    """Return a moment as seen from a local time: Monday, 30 Nov 10:00."""
    when = when.astimezone(now.tzinfo)
    return f"{day(when.date(), now.date())} {clock(when)}"


def near(when: datetime, now: datetime) -> str:
    """Return a moment by its day where that is near: today 10:00, tomorrow 10:00."""
    when = when.astimezone(now.tzinfo)
    match (when.date() - now.date()).days:
        case 0:
            return _("today {time}").format(time=clock(when))
        case 1:
            return _("tomorrow {time}").format(time=clock(when))
        case -1:
            return _("yesterday {time}").format(time=clock(when))
        case _:
            return moment(when, now)
