"""Dates: a point in time in milliseconds, its calendar fields, and its text (ECMA-262, "Date Objects").

The time zone is always UTC, as it is where Lambda functions run; the local fields are those of UTC.
"""

from __future__ import annotations

import math

from .errors import ExpressionRangeError
from .values import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Primitive

DAY = 86_400_000
MAX_TIME = 8.64e15
DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
INVALID = "Invalid Date"
_MAX_YEAR = 1e6
_MAX_MONTH = 1e7


class Date(Instance):
    """A JavaScript Date.

    Parameters
    ----------
    time
        Milliseconds since 1970, NaN for an invalid date.
    """

    __slots__ = ("time",)

    def __init__(self, time: float) -> None:
        self.time = time

    def primitive(self, hint: str) -> Primitive:
        """Give the time for the hint `number`, and text otherwise (ECMA-262, "Date.prototype [ @@toPrimitive ]")."""
        return self.time if hint == "number" else full_text(self.time)

    def json(self) -> str | None:
        """Give what JSON holds of it: null where it is invalid."""
        return None if math.isnan(self.time) else iso_text(self.time)


def time_clip(time: float) -> float:
    """Cut a time to whole milliseconds; NaN outside of what a date can hold."""
    return float(math.trunc(time)) + 0.0 if abs(time) <= MAX_TIME else math.nan


def days_before(year: int, month: int) -> int:
    """Count the days from 1970-01-01 to the first of a month, which counts from 0 and may lie outside the year."""
    year += month // 12
    month %= 12
    shifted = year - (month < 2)  # years from March on, so that the leap day is the last
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month + 10) % 12) + 2) // 5
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468


def make_day(year: float, month: float, date: float) -> float:
    """MakeDay, with the limits of V8 (builtins-date.cc)."""
    if not (abs(year) <= _MAX_YEAR and abs(month) <= _MAX_MONTH and math.isfinite(date)):
        return math.nan
    return float(days_before(math.trunc(year), math.trunc(month)) - 1) + math.trunc(date)


def make_time(hour: float, minute: float, second: float, millisecond: float) -> float:
    """MakeTime."""
    parts = (hour, minute, second, millisecond)
    if not all(map(math.isfinite, parts)):
        return math.nan
    hour, minute, second, millisecond = (float(math.trunc(part)) for part in parts)
    return hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond


def make_date(day: float, time: float) -> float:
    """MakeDate."""
    return time + day * DAY if math.isfinite(day) and math.isfinite(time) else math.nan


def calendar(time: float) -> tuple[int, int, int]:
    """Give year, month (from 0) and day of a valid time."""
    era, day = divmod(int(time) // DAY + 719468, 146097)
    year_of_era = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year_of_era + year_of_era // 4 - year_of_era // 100
    shifted = (5 * day + 2) // 153
    month = (shifted + 2) % 12
    return year_of_era + era * 400 + (month < 2), month, day - (153 * shifted + 2) // 5 + 1


def clock(time: float) -> tuple[int, int, int, int]:
    """Give hour, minute, second and millisecond of a valid time."""
    seconds, millisecond = divmod(int(time) % DAY, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return hour, minute, second, millisecond


def weekday(time: float) -> int:
    """Give the day of the week of a valid time, from 0 for Sunday."""
    return (int(time) // DAY + 4) % 7


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def date_text(time: float) -> str:
    """Date.prototype.toDateString."""
    if math.isnan(time):
        return INVALID
    year, month, day = calendar(time)
    return f"{DAYS[weekday(time)]} {MONTHS[month]} {day:02d} {_year(year)}"


def time_text(time: float) -> str:
    """Date.prototype.toTimeString."""
    if math.isnan(time):
        return INVALID
    hour, minute, second, _ = clock(time)
    return f"{hour:02d}:{minute:02d}:{second:02d} GMT+0000 (Coordinated Universal Time)"


def full_text(time: float) -> str:
    """Date.prototype.toString."""
    return INVALID if math.isnan(time) else f"{date_text(time)} {time_text(time)}"


def utc_text(time: float) -> str:
    """Date.prototype.toUTCString."""
    if math.isnan(time):
        return INVALID
    year, month, day = calendar(time)
    hour, minute, second, _ = clock(time)
    date = f"{DAYS[weekday(time)]}, {day:02d} {MONTHS[month]} {_year(year)}"
    return f"{date} {hour:02d}:{minute:02d}:{second:02d} GMT"


def iso_text(time: float) -> str:
    """Date.prototype.toISOString.

    Raises
    ------
    ExpressionRangeError
        The date is invalid.
    """
    if math.isnan(time):
        raise ExpressionRangeError("Invalid time value: the date is not valid")
    year, month, day = calendar(time)
    hour, minute, second, millisecond = clock(time)
    years = f"{year:04d}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06d}"
    return f"{years}-{month + 1:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{millisecond:03d}Z"
