"""Machines that are deployed: finding them, starting them, following their histories, by boto3."""
