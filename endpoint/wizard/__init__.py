from . import endpoint_key_wizard
