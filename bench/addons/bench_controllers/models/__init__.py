from . import bench_book
