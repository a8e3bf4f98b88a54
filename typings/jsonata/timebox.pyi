from jsonata import Jsonata

class Timebox:
    def __init__(self, expr: Jsonata.Frame, timeout: int | None = ..., max_depth: int | None = ...) -> None: ...
