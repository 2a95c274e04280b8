from . import endpoint_mixin
