from . import test_forged, test_issuers, test_providers, test_tokens
