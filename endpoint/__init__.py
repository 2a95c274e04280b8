from . import controllers, models, wizard
from .rpc import post_load
