# A sweep as a data frame of R.
#
#   Rscript read.R

points <- read.csv(pipe("ndemon sweep --e4 1.3,1.2 --tc 0.05:0.95:19"))
stopifnot(is.numeric(points$cop), is.character(points$status))

# A missing number is NaN, which is.na() finds, too.
cat("rows", nrow(points), "\n")
cat("without a COP", sum(is.na(points$cop)), "\n")
cat("physical", sum(points$status == "ok"), "\n")
cat("greatest COP", format(max(points$cop, na.rm = TRUE), digits = 15), "\n")
print(aggregate(tc ~ e4, subset(points, status == "ok"), min))
