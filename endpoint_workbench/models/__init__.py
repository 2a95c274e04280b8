from . import endpoint_example
from . import endpoint_mixin
from . import endpoint_mixin_dry_run
from . import endpoint_mixin_try_defaults
from . import ir_mail_server
