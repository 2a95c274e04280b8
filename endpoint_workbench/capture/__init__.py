"""Capture one call: collect it during the request, keep it after the response."""
