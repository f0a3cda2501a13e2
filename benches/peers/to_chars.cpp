// What a user would write instead, in C++17: plain doubles and std::to_chars into one buffer.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

const char *const HEADER =
    "th,tc,mu0,e1,e2,e3,e4,lambda,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom\n";
const int COLUMNS = 17;
const int WIDTH = 32;  // What a double and the comma behind it take, at most.

void row(double tc, double e4, double *out) {
    const double th = 1, mu0 = 1, e1 = 1, e2 = 2, e3 = 1.5, lambda = 1;
    const double e[4] = {e1, e2, e3, e4}, t[4] = {th, th, tc, tc};
    double f[4], fl[4];
    for (int i = 0; i < 4; i++) f[i] = 1 / (std::exp((e[i] - mu0) / t[i]) + 1);
    const double d = f[2] - f[3], rho = (e3 - e4) / (e1 - e2);
    const double u[4] = {-rho * d, rho * d, d, -d};
    double entropy = 0, headroom = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 4; i++) {
        fl[i] = f[i] + lambda * u[i];
        entropy += (f[i] - fl[i]) * std::log(1 / fl[i] - 1);
        headroom = std::min(headroom, u[i] > 0 ? (1 - f[i]) / u[i] : -f[i] / u[i]);
    }
    const double power = -(e3 - e4) * lambda * d;
    const double values[COLUMNS] = {th,    tc,    mu0,   e1,      e2,                     e3,             e4,
                                    lambda, fl[0], fl[1], fl[2],   fl[3],                  power,          entropy,
                                    power / (th * entropy), tc / (th - tc), headroom};
    std::copy(values, values + COLUMNS, out);
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    const int steps = std::atoi(arguments[1]);
    const auto at = [&](double low, double high, int i) { return low + (high - low) * i / (steps - 1); };
    std::fputs(HEADER, stdout);
    std::vector<char> buffer(static_cast<size_t>(steps) * COLUMNS * WIDTH);
    for (int i = 0; i < steps; i++) {
        char *end = buffer.data();
        for (int j = 0; j < steps; j++) {
            double values[COLUMNS];
            row(at(0.05, 0.95, j), at(1.0, 1.4, i), values);
            for (double value : values) {
                end = std::to_chars(end, end + WIDTH, value).ptr;
                *end++ = ',';
            }
            end[-1] = '\n';
        }
        std::fwrite(buffer.data(), 1, static_cast<size_t>(end - buffer.data()), stdout);
    }
}
