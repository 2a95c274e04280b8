from . import endpoint_example
from . import endpoint_mixin
