from . import endpoint_version_compare
from . import endpoint_export_wizard
