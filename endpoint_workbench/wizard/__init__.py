from . import endpoint_openapi_import
