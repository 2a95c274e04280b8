"""Creates and sends hostile requests, and checks the responses."""
