"""Shards in Parquet as one table by polars, which reads the columns and the rows that it needs.

    python3 shards.py 'part-*.parquet'
"""

import sys

import polars

points = polars.scan_parquet(sys.argv[1])
schema = points.collect_schema()
assert schema["cop"] == polars.Float64 and schema["status"] == polars.String

best = points.filter(status="ok").sort("cop", descending=True).select("e4", "tc", "cop").head(1)
count = points.select(polars.len(), polars.col("cop").null_count().alias("missing"))
print(*count.collect().row(0))
print(*best.collect().row(0))
