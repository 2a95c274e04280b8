from . import (
    test_calls,
    test_company,
    test_redact,
    test_tracing,
    test_views,
    test_writer,
)
