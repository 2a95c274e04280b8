"""Matching a request against the rules of the route registry."""

from .map import EndpointMap
from .store import RuleStore
