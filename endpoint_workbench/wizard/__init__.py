from . import endpoint_export_wizard
