from . import (
    test_create,
    test_cursor,
    test_file,
    test_hostile,
    test_list,
    test_one,
    test_operators,
    test_rights,
    test_rules,
    test_save,
    test_write,
)
