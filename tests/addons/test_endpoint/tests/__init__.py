from . import test_extension, test_files
