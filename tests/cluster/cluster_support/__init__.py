"""Clients of the cluster."""
