"""AWS Step Functions workflows in typed Python, compiled into a plain SAM app."""
