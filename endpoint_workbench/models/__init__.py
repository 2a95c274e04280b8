from . import endpoint_captured_call
from . import endpoint_example
from . import endpoint_mixin
from . import endpoint_mixin_capture
