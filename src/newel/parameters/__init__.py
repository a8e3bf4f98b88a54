"""A state's parameters: finding what they name, and holding them to the API's model."""
