#!/bin/sh
# Fig. 2(b) by gnuplot, which reads each curve from a pipe: the COP over Tc for four e4. A point
# without a COP is NaN, where gnuplot leaves a gap.
#
#   fig2.sh [FILE.svg]
set -eu

gnuplot << EOF
set terminal svg size 900,540 font 'serif,16' background rgb 'white'
set output '${1:-fig2.svg}'
set datafile separator ','
set xlabel 'T_c (E)'
set ylabel 'COP'
set xrange [0:1]
set yrange [0:0.5]
set key bottom right
sweep(e4) = sprintf('< ndemon sweep --tc 0.05:0.95:181 --columns tc,cop --e4 %s', e4)
plot x < 1 ? x/(1 - x) : NaN with lines lw 2 lc rgb 'black' title 'Carnot bound', \\
    for [e4 in '1.45 1.4 1.3 1.2'] sweep(e4) using 'tc':'cop' with lines lw 2 title 'ε_4 = '.e4
stats sweep('1.3') using 'cop' nooutput
set print '-'
print sprintf('greatest COP at e4 = 1.3: %.15g', STATS_max)
EOF
