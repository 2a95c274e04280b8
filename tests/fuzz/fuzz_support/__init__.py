"""Creates and sends hostile requests, and judges the responses."""
