"""The code of an endpoint: what it may do, what it can use, and how it is checked."""
