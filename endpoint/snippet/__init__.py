"""The code of an endpoint: what it may use, and how it is checked and run."""
