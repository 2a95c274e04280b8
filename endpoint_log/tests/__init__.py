from . import (
    test_calls,
    test_company,
    test_redact,
    test_repeat,
    test_tracing,
    test_views,
    test_writer,
)
