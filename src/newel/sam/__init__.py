"""Reading SAM templates, and keeping the state machines in them."""
