from . import endpoint_version_compare
from . import endpoint_export_wizard
from . import endpoint_openapi_import
