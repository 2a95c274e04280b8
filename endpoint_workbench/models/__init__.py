from . import endpoint_example
from . import endpoint_mixin

# Last: these wrap what the other modules add.
from . import endpoint_version
from . import endpoint_mixin_history
from . import endpoint_mixin_approval
