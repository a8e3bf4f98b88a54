"""Reading the text of a date: the ISO format first, then what V8 also takes (dateparser-inl.h).

V8's second parser is lenient: it picks numbers, month names and zones out of the text in any order, skips words
before the first number, and refuses what it cannot place.
"""

from __future__ import annotations

import math

from .date_tokens import END, HALF_DAY, MONTH, NUMBER, SEPARATOR, SPACE, WORD, ZONE, DateToken, tokens_of
from .dates import make_date, make_day, make_time, time_clip


def parse_date(text: str) -> float:
    """Give the time a text stands for; NaN if it is no date (ECMA-262, "Date.parse")."""
    reader = _Reader(tokens_of(text))
    try:
        rest = reader.iso()
        if rest is not None:
            reader.legacy(rest)
        return reader.time()
    except _NoDateError:
        return math.nan


class _NoDateError(Exception):
    """The text is no date."""


def _require(condition: object) -> None:
    if not condition:
        raise _NoDateError


def _milliseconds(token: DateToken) -> int:
    size = min(token.size, 9)
    scale: int = 10 ** abs(size - 3)
    return token.value * scale if size <= 3 else token.value // scale


class _Reader:
    __slots__ = ("clock", "days", "half", "iso_date", "month", "offset", "place", "sign", "tokens")

    def __init__(self, tokens: list[DateToken]) -> None:
        self.tokens = tokens
        self.place = 0
        self.days: list[int] = []
        self.clock: list[int] = []
        self.month: int | None = None
        self.half: int | None = None
        self.sign: int | None = None
        self.offset: list[int | None] = [None, None]
        self.iso_date = False

    @property
    def peek(self) -> DateToken:
        return self.tokens[self.place]

    def next(self) -> DateToken:
        token = self.tokens[self.place]
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def skip(self, symbol: str) -> bool:
        found = self.peek.symbol == symbol
        if found:
            self.next()
        return found

    def iso(self) -> DateToken | None:
        """Read the ISO format; give the token at which it is left, None where all is read."""
        if self.peek.is_sign:
            sign = self.next()
            if not self.peek.is_digits(6):
                return sign
            year = self.next().value
            if sign.symbol == "-" and not year:
                return sign
            self.days.append(-year if sign.symbol == "-" else year)
        elif self.peek.is_digits(4):
            self.days.append(self.next().value)
        else:
            return self.next()
        for highest in (12, 31):
            if not self.skip("-"):
                break
            if not (self.peek.is_digits(2) and 1 <= self.peek.value <= highest):
                return self.next()
            self.days.append(self.next().value)
        if self.peek.kind == SEPARATOR:
            self.next()
            self._iso_time()
        elif self.peek.kind != END:
            return self.next()
        if not self.clock and self.sign is None:
            self._zone(0)
        self.iso_date = True
        return None

    def _two(self, highest: int) -> int:
        _require(self.peek.is_digits(2) and self.peek.value <= highest)
        return self.next().value

    def _iso_time(self) -> None:
        hour = self._two(24)
        highest = 0 if hour == 24 else 59
        _require(self.skip(":"))
        self.clock = [hour, self._two(highest)]
        if self.skip(":"):
            self.clock.append(self._two(highest))
            if self.skip("."):
                _require(self.peek.kind == NUMBER and (highest or not self.peek.value))
                self.clock.append(_milliseconds(self.next()))
        if self.peek.is_z:
            self.next()
            self._zone(0)
        elif self.peek.is_sign:
            self._iso_offset()
        _require(self.peek.kind == END)

    def _iso_offset(self) -> None:
        self.sign = -1 if self.next().symbol == "-" else 1
        if self.peek.is_digits(4):
            hour, minute = divmod(self.next().value, 100)
            _require(hour <= 23 and minute <= 59)
        else:
            hour = self._two(23)
            _require(self.skip(":"))
            minute = self._two(59)
        self.offset = [hour, minute]

    def _zone(self, hours: int) -> None:
        self.sign = -1 if hours < 0 else 1
        self.offset = [abs(hours), 0]

    def legacy(self, token: DateToken) -> None:
        """Read the rest from this token on."""
        has_number = bool(self.days)
        while token.kind != END:
            if token.kind == NUMBER:
                has_number = True
                self._number(token)
            elif MONTH <= token.kind <= WORD:
                self._keyword(token, has_number=has_number)
            elif token.is_sign and (self.offset == [0, 0] or self.clock):
                has_number = True
                self._offset(token)
            else:
                _require(not (has_number and (token.is_sign or token.symbol == ")")))
            token = self.next()

    def _expects(self, number: int) -> bool:
        return 1 <= len(self.clock) <= 3 and number <= (59, 59, 999)[len(self.clock) - 1]

    def _add(self, number: int) -> None:
        _require(len(self.clock) < 4)
        self.clock.append(number)

    def _finish(self, number: int) -> None:
        self.clock = [*self.clock, number, 0, 0, 0][:4]

    def _number(self, token: DateToken) -> None:
        number = token.value
        if self.skip(":"):
            if self.skip(":"):
                _require(not self.clock)
                self.clock = [number, 0]
            else:
                self._add(number)
                self.skip(".")
        elif self.skip(".") and self._expects(number):
            self._add(number)
            _require(self.peek.kind == NUMBER)
            self._finish(_milliseconds(self.next()))
        elif self.offset[0] is not None and self.offset[1] is None and number <= 59:
            self.offset[1] = number
        elif self._expects(number):
            self._finish(number)
            _require(self.peek.kind in (END, SPACE) or self.peek.is_z or self.peek.is_sign)
        else:
            _require(len(self.days) < 3)
            self.days.append(number)
            self.skip("-")

    def _keyword(self, token: DateToken, *, has_number: bool) -> None:
        if token.kind == HALF_DAY and self.clock:
            self.half = token.value
        elif token.kind == MONTH:
            self.month = token.value
            self.skip("-")
        elif token.kind == ZONE and has_number:
            self._zone(token.value)
        else:
            _require(not has_number and self.peek.kind != NUMBER)

    def _offset(self, token: DateToken) -> None:
        self.sign = -1 if token.symbol == "-" else 1
        number = size = 0
        if self.peek.kind == NUMBER:
            following = self.next()
            number, size = following.value, following.size
        if self.peek.symbol == ":":
            self.offset = [number, None]
        elif size in (1, 2):
            self.offset = [number, 0]
        else:
            _require(size in (3, 4))
            self.offset = [*divmod(number, 100)]

    def time(self) -> float:
        """Put together what was read."""
        year, month, day = self._date()
        hour, minute, second, millisecond = self._time()
        time = make_date(make_day(year, month - 1, day), make_time(hour, minute, second, millisecond))
        if self.sign is not None:
            hours, minutes = self.offset
            seconds = ((hours or 0) * 3600 + (minutes or 0) * 60) & 0xFFFFFFFF  # V8 wraps here
            _require(seconds < 2**31)
            time -= self.sign * seconds * 1000
        return time_clip(time)

    def _date(self) -> tuple[int, int, int]:
        _require(self.days)
        given = len(self.days)
        first, second, third = [*self.days, 1, 1][:3]
        if self.month is not None:
            year, day = (second, first) if 1 <= first <= 31 else (first, second)
            month = self.month
        elif self.iso_date or not 1 <= first <= 31:
            year, month, day = first, second, third
        else:
            month, day, year = first, second, third
        if not self.iso_date and 0 <= year <= 99:
            year += 2000 if year <= 49 else 1900
        _require(given and 1 <= month <= 12 and 1 <= day <= 31)
        return year, month, day

    def _time(self) -> list[int]:
        clock = [*self.clock, 0, 0, 0, 0][:4]
        if self.half is not None:
            _require(clock[0] <= 12)
            clock[0] = clock[0] % 12 + self.half
        in_range = all(part <= highest for part, highest in zip(clock, (23, 59, 59, 999), strict=True))
        _require(in_range or clock == [24, 0, 0, 0])
        return clock
