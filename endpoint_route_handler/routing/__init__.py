"""Matching a request against the rules of the route registry."""

from .map import EndpointMap, UncommittedMap
from .store import RuleStore
