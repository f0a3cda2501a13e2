"""Shards in Parquet or CSV as one table by polars, which reads the columns and rows that it needs.

    python3 shards.py 'part-*.parquet'

Of CSV every shard must have its header. A missing number is NaN there, and null in Parquet.
"""

import sys

import polars

scan = polars.scan_csv if sys.argv[1].endswith(".csv") else polars.scan_parquet
points = scan(sys.argv[1]).with_columns(polars.selectors.float().fill_nan(None))
schema = points.collect_schema()
assert schema["cop"] == polars.Float64 and schema["status"] == polars.String

best = points.filter(status="ok").sort("cop", descending=True).select("e4", "tc", "cop").head(1)
count = points.select(polars.len(), polars.col("cop").null_count().alias("missing"))
print(*count.collect().row(0))
print(*best.collect().row(0))
