"""What the classes of the tasks tell about themselves: for `newel list`, `newel describe`, and docs/integrations."""
