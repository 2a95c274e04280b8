from . import endpoint_version_compare
