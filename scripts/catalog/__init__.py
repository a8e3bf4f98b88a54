"""What maintainers run to refresh what newel knows of AWS's APIs."""
