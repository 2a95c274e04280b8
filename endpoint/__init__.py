from . import controllers, models
from .rpc import post_load
