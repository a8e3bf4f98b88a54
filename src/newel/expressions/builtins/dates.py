"""Date: the constructor and the methods of dates; local time is UTC."""

from __future__ import annotations

import math
import time

from ..coerce import to_number, to_primitive, to_string
from ..date_text import parse_date
from ..dates import (
    DAY,
    Date,
    calendar,
    clock,
    date_text,
    full_text,
    iso_text,
    make_date,
    make_day,
    make_time,
    time_clip,
    time_text,
    utc_text,
    weekday,
)
from ..plain_dates import plain_date
from ..tables import Table
from ..values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..limits import Meter
    from ..values import Args, Body, Value

DATES = Table("Date", Date, "toLocaleDateString toLocaleString toLocaleTimeString toTemporalInstant")

_static = Table("Date", None, "length name prototype")
_WORK = 20
"""Fuel for taking a date apart."""


def _time(value: Value) -> float:
    return value.time if isinstance(value, Date) else math.nan


def _now() -> float:
    return float(time.time_ns() // 1_000_000)


def _getter(read: Callable[[float], float]) -> Body:
    def body(_meter: Meter, this: Value, _args: Args) -> Value:
        moment = _time(this)
        return moment if math.isnan(moment) else float(read(moment))

    return body


_GETTERS: dict[str, Callable[[float], float]] = {
    "FullYear": lambda moment: calendar(moment)[0],
    "Month": lambda moment: calendar(moment)[1],
    "Date": lambda moment: calendar(moment)[2],
    "Day": weekday,
    "Hours": lambda moment: clock(moment)[0],
    "Minutes": lambda moment: clock(moment)[1],
    "Seconds": lambda moment: clock(moment)[2],
    "Milliseconds": lambda moment: clock(moment)[3],
}
for _name, _read in _GETTERS.items():
    DATES.add(f"get{_name}", f"getUTC{_name}")(_getter(_read))

DATES.add("getTime", "valueOf")(_getter(lambda moment: moment))
DATES.add("getTimezoneOffset")(_getter(lambda _moment: 0.0))
DATES.add("getYear")(_getter(lambda moment: calendar(moment)[0] - 1900))


def _given(meter: Meter, this: Value, args: Args, *, revives: bool = False) -> list[float]:
    """Read the arguments of a setter; where the date is not valid and stays so, V8 looks at the first alone."""
    wanted = args[:1] if math.isnan(_time(this)) and not revives else args
    return [to_number(meter, value) for value in wanted] or [math.nan]


def _clock_setter(first: int) -> Body:
    """Make a setter of the parts of the clock from the one given on: 0 the hours, 3 the milliseconds."""

    def body(meter: Meter, this: Value, args: Args) -> Value:
        given = _given(meter, this, args[: 4 - first])
        return _set(this, lambda moment: make_date(moment // DAY, _replaced_clock(moment, first, given)))

    return body


def _replaced_clock(moment: float, first: int, given: list[float]) -> float:
    parts: list[float] = [*clock(moment)]
    parts[first : first + len(given)] = given
    return make_time(*parts)


def _calendar_setter(first: int) -> Body:
    """Make a setter of the parts of the calendar from the one given on: 0 the year, 2 the day."""

    def body(meter: Meter, this: Value, args: Args) -> Value:
        given = _given(meter, this, args[: 3 - first], revives=first == 0)
        if first == 0 and isinstance(this, Date) and math.isnan(this.time):
            this.time = 0.0  # setting the year makes a date valid
        return _set(this, lambda moment: make_date(_replaced_day(moment, first, given), moment % DAY))

    return body


def _replaced_day(moment: float, first: int, given: list[float]) -> float:
    parts: list[float] = [*calendar(moment)]
    parts[first : first + len(given)] = given
    return make_day(*parts)


def _set(this: Value, change: Callable[[float], float]) -> Value:
    if not isinstance(this, Date) or math.isnan(this.time):
        return math.nan
    this.time = time_clip(change(this.time))
    return this.time


for _index, _name in enumerate(("Hours", "Minutes", "Seconds", "Milliseconds")):
    DATES.add(f"set{_name}", f"setUTC{_name}")(_clock_setter(_index))
for _index, _name in enumerate(("FullYear", "Month", "Date")):
    DATES.add(f"set{_name}", f"setUTC{_name}")(_calendar_setter(_index))


@DATES.add("setTime")
def _set_time(meter: Meter, this: Value, args: Args) -> Value:
    moment = time_clip(to_number(meter, args[0] if args else UNDEFINED))
    if isinstance(this, Date):
        this.time = moment
    return moment


@DATES.add("setYear")
def _set_year(meter: Meter, this: Value, args: Args) -> Value:
    year = _full_year(to_number(meter, args[0] if args else UNDEFINED))
    if isinstance(this, Date):
        moment = 0.0 if math.isnan(this.time) else this.time
        this.time = time_clip(make_date(_replaced_day(moment, 0, [year]), moment % DAY))
    return _time(this)


def _text(write: Callable[[float], str]) -> Body:
    def body(meter: Meter, this: Value, _args: Args) -> Value:
        meter.spend(_WORK)
        return write(_time(this))

    return body


for _name, _write in {
    "toString": full_text,
    "toDateString": date_text,
    "toTimeString": time_text,
    "toISOString": iso_text,
}.items():
    DATES.add(_name)(_text(_write))
DATES.add("toUTCString", "toGMTString")(_text(utc_text))


@DATES.add("toJSON")
def _to_json(_meter: Meter, this: Value, _args: Args) -> Value:
    return this.json() if isinstance(this, Date) else None


@_static.add("now")
def _static_now(_meter: Meter, _this: Value, _args: Args) -> Value:
    return _now()


@_static.add("parse")
def _parse(meter: Meter, _this: Value, args: Args) -> Value:
    return _parsed(meter, to_string(meter, args[0] if args else UNDEFINED))


def _parsed(meter: Meter, text: str) -> float:
    meter.spend(_WORK + len(text))
    plain = plain_date(text)
    return parse_date(text) if plain is None else plain


@_static.add("UTC")
def _utc(meter: Meter, _this: Value, args: Args) -> Value:
    return _from_parts(meter, args)


def _from_parts(meter: Meter, args: Args) -> float:
    parts = [to_number(meter, value) for value in args[:7]] or [math.nan]
    year, month, day, *clock_parts = parts + [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0][len(parts) :]
    hour, minute, second, millisecond = clock_parts
    return time_clip(make_date(make_day(_full_year(year), month, day), make_time(hour, minute, second, millisecond)))


def _full_year(year: float) -> float:
    return 1900 + math.trunc(year) if -1 < year < 100 else year


def _construct(meter: Meter, _this: Value, args: Args) -> Value:
    """Make a date of now, a time, a text, another date, or a year, month and so on (ECMA-262, "Date")."""
    meter.spend(_WORK)
    if not args:
        return Date(_now())
    if len(args) > 1:
        return Date(_from_parts(meter, args))
    given = args[0]
    if type(given) is str:
        return Date(_parsed(meter, given))
    if isinstance(given, Date):
        return Date(given.time)
    plain = to_primitive(meter, given, "default")
    if isinstance(plain, str):
        return Date(_parsed(meter, plain))
    return Date(time_clip(to_number(meter, plain)))


def _call(meter: Meter, _this: Value, _args: Args) -> Value:
    meter.spend(_WORK)
    return full_text(_now())


DATE = _static.namespace(_call, construct=_construct)
"""The global `Date`; called as a function it gives the text of now."""
