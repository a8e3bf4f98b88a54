"""What is known of the data on its way through a definition, without running it."""
