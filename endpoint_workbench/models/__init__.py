from . import endpoint_example
from . import endpoint_mixin
from . import endpoint_mixin_openapi_import
from . import endpoint_mixin_templates
from . import endpoint_template
