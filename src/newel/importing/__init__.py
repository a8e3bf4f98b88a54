"""From a definition in the States Language to Python: `newel import`."""
