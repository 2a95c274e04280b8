from . import endpoint_part_mixin

from . import endpoint_captured_call
from . import endpoint_example
from . import endpoint_example_ship
from . import endpoint_mixin
from . import endpoint_mixin_dry_run
from . import endpoint_mixin_try_defaults
from . import ir_mail_server
from . import endpoint_mixin_editor
from . import endpoint_mixin_ship
from . import ir_actions
from . import endpoint_mixin_openapi_import
from . import endpoint_mixin_templates
from . import endpoint_template
from . import endpoint_mixin_capture

# Last: these wrap what the other modules add.
from . import endpoint_version
from . import endpoint_version_actions
from . import endpoint_mixin_history
from . import endpoint_mixin_approval
from . import endpoint_mixin_served
