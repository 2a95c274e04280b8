from . import test_capture
from . import test_captured_use
from . import test_example_checks
from . import test_examples
