"""Taking multiples of pi/2 away from an angle (fdlibm: e_rem_pio2.c, k_rem_pio2.c)."""

from __future__ import annotations

import math
from functools import cache

from .bits import high

_INVERSE = 6.36619772367581382433e-01
_PARTS = (
    (1.57079632673412561417e00, 6.07710050650619224932e-11),
    (6.07710050630396597660e-11, 2.02226624879595063154e-21),
    (2.02226624871116645580e-21, 8.47842766036889956997e-32),
)
"""pi/2 in three parts of 33 bits, each with what is left after it."""
_HALF_PI = (
    1.57079625129699707031e00,
    7.54978941586159635335e-08,
    5.39030252995776476554e-15,
    3.28200341580791294123e-22,
    1.27065575308067607349e-29,
    1.22933308981111328932e-36,
    2.73370053816464559624e-44,
    2.16741683877804819444e-51,
)
_TERMS = 4
_DIGITS = 66


def reduce(x: float) -> tuple[int, float, float]:
    """Write a finite x beyond pi/4 as n * pi/2 + y, with y in two parts."""
    size = high(x) & 0x7FFFFFFF
    if size < 0x4002D97C:
        n, y, rest = _once(abs(x), size)
    elif size <= 0x413921FB:
        n, y, rest = _few(abs(x), size)
    else:
        n, y, rest = _many(abs(x), size)
    return (-n, -y, -rest) if x < 0 else (n, y, rest)


def _once(x: float, size: int) -> tuple[int, float, float]:
    part, rest = _PARTS[0]
    z = x - part
    if size == 0x3FF921FB:
        part, rest = _PARTS[1]
        z -= part
    y = z - rest
    return 1, y, (z - y) - rest


def _few(x: float, size: int) -> tuple[int, float, float]:
    n = int(x * _INVERSE + 0.5)
    part, rest = _PARTS[0]
    r = x - n * part
    w = n * rest
    y = r - w
    if n >= 32 or size == high(n * (math.pi / 2)):
        for (part, rest), lost in zip(_PARTS[1:], (16, 49), strict=True):
            if (size >> 20) - ((high(y) >> 20) & 0x7FF) <= lost:
                break
            t = r
            w = n * part
            r = t - w
            w = n * rest - ((t - r) - w)
            y = r - w
    return n, y, (r - y) - w


@cache
def _two_over_pi() -> tuple[int, ...]:
    """Give 2/pi in pieces of 24 bits; pi by Machin's formula."""
    bits = _DIGITS * 24
    guard = bits + 64
    pi = 4 * (4 * _arc_of_inverse(5, guard) - _arc_of_inverse(239, guard))
    digits = (2 << (bits + guard)) // pi
    return tuple((digits >> (24 * place)) & 0xFFFFFF for place in reversed(range(_DIGITS)))


def _arc_of_inverse(number: int, bits: int) -> int:
    total = 0
    term = (1 << bits) // number
    divisor = 1
    while term:
        total += term // divisor if divisor % 4 == 1 else -(term // divisor)
        term //= number * number
        divisor += 2
    return total


def _many(x: float, size: int) -> tuple[int, float, float]:
    exponent = (size >> 20) - 1046
    z = math.ldexp(x, -exponent)
    pieces: list[float] = []
    for _ in range(2):
        pieces.append(float(int(z)))
        z = (z - pieces[-1]) * 2.0**24
    pieces.append(z)
    while not pieces[-1]:
        pieces.pop()
    first = max((exponent - 3) // 24, 0)
    return _remainder(pieces, first, exponent - 24 * (first + 1))


def _product(pieces: list[float], first: int, place: int) -> float:
    table = _two_over_pi()
    total = 0.0
    for index, piece in enumerate(pieces):
        at = first + place - index
        total += piece * (float(table[at]) if at >= 0 else 0.0)
    return total


def _remainder(pieces: list[float], first: int, scale: int) -> tuple[int, float, float]:
    """Multiply the pieces of x by 2/pi and give the quadrant and what is left, times pi/2 (`__kernel_rem_pio2`)."""
    q = [_product(pieces, first, place) for place in range(_TERMS + 1)]
    while True:
        chunks, z, n, half = _distilled(q, scale)
        if z or any(chunks[_TERMS:]):
            break
        more = next((k for k in range(1, _TERMS + 1) if chunks[_TERMS - k]), _TERMS + 1)
        start = len(q)
        q += [_product(pieces, first, place) for place in range(start, start + more)]
    if not z:
        while not chunks[-1]:
            chunks.pop()
            scale -= 24
        scale -= 24
    else:
        z = math.ldexp(z, -scale)
        if z >= 2.0**24:
            upper = float(int(2.0**-24 * z))
            chunks += [int(z - 2.0**24 * upper), int(upper)]
            scale += 24
        else:
            chunks.append(int(z))
    y, rest = _times_half_pi(chunks, scale)
    return n & 7, (-y if half else y), (-rest if half else rest)


def _distilled(q: list[float], scale: int) -> tuple[list[int], float, int, int]:
    """Cut the product into chunks of 24 bits, its fraction and its quadrant; whether it was turned to 1 - q."""
    chunks: list[int] = []
    z = q[-1]
    for place in range(len(q) - 1, 0, -1):
        upper = float(int(2.0**-24 * z))
        chunks.append(int(z - 2.0**24 * upper))
        z = q[place - 1] + upper
    z = math.ldexp(z, scale)
    z -= 8.0 * math.floor(z * 0.125)
    n = int(z)
    z -= n
    half = 0
    if scale > 0:
        whole = chunks[-1] >> (24 - scale)
        n += whole
        chunks[-1] -= whole << (24 - scale)
        half = chunks[-1] >> (23 - scale)
    elif scale == 0:
        half = chunks[-1] >> 23
    elif z >= 0.5:
        half = 2
    if half > 0:
        n += 1
        carry = _complement(chunks)
        if scale in (1, 2):
            chunks[-1] &= 0x7FFFFF >> (scale - 1)
        if half == 2:
            z = 1.0 - z
            if carry:
                z -= math.ldexp(1.0, scale)
    return chunks, z, n, half


def _complement(chunks: list[int]) -> bool:
    carry = False
    for index, chunk in enumerate(chunks):
        if carry:
            chunks[index] = 0xFFFFFF - chunk
        elif chunk:
            carry = True
            chunks[index] = 0x1000000 - chunk
    return carry


def _times_half_pi(chunks: list[int], scale: int) -> tuple[float, float]:
    last = len(chunks) - 1
    unit = math.ldexp(1.0, scale)
    q = [0.0] * len(chunks)
    for place in range(last, -1, -1):
        q[place] = unit * chunks[place]
        unit *= 2.0**-24
    sums: list[float] = []
    for place in range(last, -1, -1):
        total = 0.0
        for k in range(min(_TERMS, last - place) + 1):
            total += _HALF_PI[k] * q[place + k]
        sums.append(total)
    y = 0.0
    for part in reversed(sums):
        y += part
    rest = sums[0] - y
    for part in sums[1:]:
        rest += part
    return y, rest
