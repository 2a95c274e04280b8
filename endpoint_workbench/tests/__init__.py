from . import test_examples
from . import test_versions
from . import test_approval
