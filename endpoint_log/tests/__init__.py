from . import test_calls, test_redact, test_views
