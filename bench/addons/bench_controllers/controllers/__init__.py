from . import books
from . import main
