from . import test_dry_run
from . import test_dry_run_auth
from . import test_dry_run_effects
from . import test_examples
from . import test_hoot
from . import test_try_defaults
