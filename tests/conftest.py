"""What all tests share."""

from __future__ import annotations

import signal

from hypothesis import settings

# Machines differ in speed, and a slow one is no failure.
settings.register_profile("newel", deadline=None)
settings.load_profile("newel")

# A shell starts what it puts in the background deaf to Ctrl-C, and what that starts inherits it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
