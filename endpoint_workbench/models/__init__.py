from . import endpoint_example
from . import endpoint_example_ship
from . import endpoint_mixin
from . import endpoint_mixin_ship
from . import ir_actions
