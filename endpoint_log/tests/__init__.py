from . import test_calls, test_redact, test_tracing, test_views, test_writer
