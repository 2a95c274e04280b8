from . import test_dry_run
from . import test_examples
from . import test_hoot
