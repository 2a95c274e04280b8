from . import test_book, test_lending, test_loans, test_versions
