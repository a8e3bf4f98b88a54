"""The elementary functions as V8 computes them, to the last digit: those of fdlibm, in doubles and in its order.

V8 does not use the C library for them (src/base/ieee754.cc), and no C library has the same last digits. Each module
is one family of functions; they load on first use. Where a comment names high and low words, these are the two 32-bit
halves of a double.

The algorithms and constants are those of fdlibm, whose notice reads:

    Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
    Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
    software is freely granted, provided that this notice is preserved.
"""
