from . import test_examples
from . import test_export_module
