"""What newel knows of AWS: kinds of resources, API models, naming, IAM."""
