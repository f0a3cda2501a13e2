% A sweep as vectors of Octave.
%
%   octave --quiet read.m

[code, text] = system ("ndemon sweep --e4 1.3,1.2 --tc 0.05:0.95:19");
assert (code, 0);
names = strsplit (strtok (text, "\n"), ",");
% The last column, status, is text.
formats = [repmat("%f", 1, numel (names) - 1), "%s"];
cells = textscan (text, formats, "Delimiter", ",", "HeaderLines", 1);
points = cell2struct (cells(:), names(:));

printf ("rows %d\n", numel (points.cop));
printf ("without a COP %d\n", sum (isnan (points.cop)));
printf ("greatest COP %.15g\n", max (points.cop));
printf ("physical %d\n", sum (strcmp (points.status, "ok")));
