"""cbrt (FreeBSD: s_cbrt.c)."""

from __future__ import annotations

import math
from struct import pack, unpack

from .bits import double, high

_NORMAL, _SUBNORMAL = 715094163, 696219795
_P0, _P1, _P2 = 1.87595182427177009643, -1.88497979543377169875, 1.621429720105354466140
_P3, _P4 = -0.758397934778766047437, 0.145996192886612446982


def cbrt(x: float) -> float:
    """Math.cbrt."""
    if x == 0 or not math.isfinite(x):
        return x
    word = high(x)
    sign = word & 0x80000000
    word &= 0x7FFFFFFF
    if word < 0x00100000:
        t = double(sign | ((high(2.0**54 * x) & 0x7FFFFFFF) // 3 + _SUBNORMAL))
    else:
        t = double(sign | (word // 3 + _NORMAL))
    r = (t * t) * (t / x)
    t = t * ((_P0 + r * (_P1 + r * _P2)) + ((r * r) * r) * (_P3 + r * _P4))
    bits: int = unpack(">Q", pack(">d", t))[0]
    rounded: float = unpack(">d", pack(">Q", (bits + 0x80000000) & 0xFFFFFFFFC0000000))[0]
    r = x / (rounded * rounded)
    return rounded + rounded * ((r - rounded) / (rounded + rounded + r))
