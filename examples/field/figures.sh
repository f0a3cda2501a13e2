#!/bin/sh
# Draws five figures of the papers of docs/field.md into the working directory: sh figures.sh
set -eu
field=$(dirname "$0")

# A resource out of equilibrium cools more, and for less entropy, than one in equilibrium of the same mean energy.
ndemon figure "$field/mixed.toml" --x J --y eta --along start --set start=0:0.816 --curves thermal --set thermal=0,1 \
    --title 'Efficiency over cooling: L out of equilibrium, and thermal' -o nonthermal.svg

# An engine with a step in its transmission, up to the greatest power of all engines.
ndemon figure "$field/whitney.toml" --x power --y fraction --along x --set x=0.2:12 --curves T_c --set T_c=0.1,0.5,0.9 \
    --title 'Efficiency over Carnot, and power in $k_B$²Δ$T$²/$h$, of a step' -o step.svg

# The current through a level, and what rates give (black), which is right for narrow levels.
ndemon figure "$field/level.toml" --x V --set V=0:6 --y current --bound pauli --curves g --set g=0.05,0.2,0.5 \
    --title 'Current through a level of the half width $g$' -o level.svg

# Heat between two oscillators, and what rates between the modes of both give (black), which is right for strong coupling.
ndemon figure "$field/oscillators.toml" --x g --set g=log:1e-3:0.3 --y heat --bound global --curves detuning \
    --set detuning=0 --log x,y --title 'Heat between two oscillators' -o oscillators.svg

# The thermopower of a quantum point contact: at any temperature 119 µV/K on the first step, 40 µV/K on the second one.
ndemon figure "$field/contact.toml" --x mode --set mode=-0.1:2.5 --y seebeck --curves T_h --set T_h=5,10 \
    --title 'Thermopower of a quantum point contact' -o contact.svg
