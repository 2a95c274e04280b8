from . import test_examples
from . import test_openapi_import
from . import test_templates
