"""Rules about the state machines of a template: each stands in a module of its own, as `RULE`."""
