//! Heat that comes back to the cold reservoir: what of the power is left, and where c settles.

use generic::{level, points, solve};
use ndemon::quantity::Units;
use ndemon::refrigerator::{Derived, Parameter as P, Point, Refrigerator, Resonances};
use proptest::prelude::*;

#[path = "common/generic.rs"]
mod generic;

fn of(derived: Derived, point: &Point) -> f64 {
    let found = Refrigerator::new(point).unwrap();
    derived.of(&found, &found.solve())
}

/// λ |ε3 − ε4| |f_3 − f_4| (Eq. C6) less what leaks back, at a generic point in natural units.
fn natural() -> Point {
    let leaks = [(P::Leak, 0.017), (P::Phonons, 0.0031), (P::Tph, 0.91), (P::Photons, 0.0042)];
    let point = Point::paper(0.62, 1.27).with(P::Lambda, 0.83).with(P::Gamma, 0.07);
    leaks.into_iter().fold(point, |point, (leak, value)| point.with(leak, value))
}

fn laboratory() -> Point {
    let levels = [(P::E1, 8.617e-6), (P::E2, 1.7234e-5), (P::E3, 1.2926e-5), (P::E4, 1.12e-5)];
    let others = [(P::Th, 0.1), (P::Tc, 0.043), (P::Mu0, 8.617e-6), (P::Gamma, 5e-7)];
    let leaks = [(P::Leak, 3e-17), (P::Phonons, 2e-15), (P::Photons, 1e-6), (P::Lambda, 0.9)];
    let all = levels.into_iter().chain(others).chain(leaks);
    all.fold(Point::paper(0.5, 1.3), |point, (parameter, value)| point.with(parameter, value))
        .in_units(Units::Laboratory)
}

/// mpmath 1.3, 60 digits, of Eq. C6 and the three terms as they are written, rounded to the nearest doubles.
#[test]
fn net_power_and_its_derivatives_have_the_digits_of_mpmath() {
    let cold = Point::paper(0.4, 1.35).with(P::Lambda, 1.1);
    let cold = cold.with(P::Phonons, 0.02).with(P::Tph, 0.3);
    for (point, net_power) in [
        (natural(), -0.05279964493499666),
        (laboratory(), 1.1043645786005774e-18),
        (cold, 0.011956147500717173),
    ] {
        assert_eq!(of(Derived::NetPower, &point), net_power, "{point:?}");
    }
    // Derivatives of the same by finite differences of 1e-25 at 60 digits.
    for (by, slope) in [
        (P::Tc, 0.12066954900845675),
        (P::Leak, -0.38),
        (P::Phonons, -0.5324188619000001),
        (P::Photons, -14.46602016502526),
        (P::Tph, -0.010629118955),
        (P::E4, -0.14330006396772452),
        (P::Th, -0.21439208802178714),
    ] {
        assert_eq!(of(Derived::NetPowerSlope(by), &natural()), slope, "{by:?}");
    }
    for (by, slope) in [(P::Tc, -9.307613852253436e-18), (P::Photons, -3.8571801585033755e-15)] {
        assert_eq!(of(Derived::NetPowerSlope(by), &laboratory()), slope, "{by:?}");
    }
}

/// π²k_B²/3h = 9.464311516386639925e-13 W/K² (50 digits of the exact constants) times T is the quantum of thermal
/// conductance, so that half of it times Th² − Tc² comes back where all photons pass.
#[test]
fn a_photon_channel_carries_the_quantum_of_thermal_conductance() {
    let still = laboratory().with(P::Th, 2.0).with(P::Tc, 1.0).with(P::E4, 1.2926e-5);
    let point = [P::Leak, P::Phonons].into_iter().fold(still, |point, leak| point.with(leak, 0.0));
    // 1.5 times it: (4 − 1)/2.
    let net_power = of(Derived::NetPower, &point.with(P::Photons, 1.0));
    assert_eq!(net_power, -1.419646727457996e-12);
}

/// mpmath's findroot at 60 digits of the same net power, rounded up.
#[test]
fn the_steady_temperature_is_where_net_power_vanishes() {
    let leaky = |leak| Point::paper(0.5, 1.3).with(P::Leak, leak);
    for (point, steady) in [
        (natural(), 0.944788775108013),
        (leaky(0.03), 0.2514070589336969),
        // From below, c warms up to the same temperature.
        (leaky(0.03).with(P::Tc, 0.25), 0.2514070589336969),
        (leaky(0.04), 0.6502190613030839),
        (leaky(0.04).with(P::Tc, 0.9), 0.6502190613030839),
        (laboratory().with(P::Leak, 5e-17), 0.04614447507989411),
    ] {
        assert_eq!(of(Derived::TcSteady, &point), steady, "{point:?}");
    }
    // Where nothing stops it, c cools down to the end of the demon.
    assert_eq!(of(Derived::TcSteady, &leaky(0.01)), of(Derived::TcMin, &leaky(0.01)));
    // An idle demon draws nothing. c warms up to h then, but where phonons are colder: findroot of J alone.
    assert!(of(Derived::TcSteady, &leaky(0.01).with(P::Lambda, 0.0)).is_nan());
    let phonons = |leak| leaky(leak).with(P::Phonons, 0.3).with(P::Tph, 0.4);
    for idle in [phonons(0.1).with(P::Lambda, 0.0), phonons(0.1).with(P::E4, 1.5).with(P::Tc, 0.9)]
    {
        assert_eq!(of(Derived::TcSteady, &idle), 0.6587015045916272, "{idle:?}");
    }
    let photons = phonons(0.0).with(P::Photons, 0.001).with(P::Gamma, 0.01).with(P::Lambda, 0.0);
    assert_eq!(of(Derived::TcSteady, &photons), 0.7552767623835045);
}

proptest! {
    /// What leaks back does not depend on the levels.
    #[test]
    fn levels_change_net_power_as_they_change_power(point in points(), i in 0usize..4, g in 0.0..0.1) {
        let point = point.with(P::Leak, g).with(P::Phonons, 0.5 * g);
        let [net, power] = [Derived::NetPowerSlope(level(i)), Derived::PowerSlope(level(i))];
        prop_assert_eq!(of(net, &point), of(power, &point));
    }

    /// Γ is a unit of the power and of all leaks but photons, and has no other part in narrow resonances.
    #[test]
    fn leaks_of_a_refrigerator_add_up(point in points(), g in 0.0..0.1, s in 0.0..0.1, r in 0.0..1.0) {
        let point = point.with(P::Gamma, 0.5).with_resonances(Resonances::Narrow);
        let net = |leaks: [f64; 3]| {
            let [g, s, r] = leaks;
            of(Derived::NetPower, &point.with(P::Leak, g).with(P::Phonons, s).with(P::Photons, r))
        };
        let power = solve(&point).power;
        prop_assert_eq!(net([0.0; 3]), power);
        let lost = [net([g, 0.0, 0.0]), net([0.0, s, 0.0]), net([0.0, 0.0, r])].map(|net| power - net);
        let [conducted, phonons, photons] = lost;
        let all = power - net([g, s, r]);
        prop_assert!((all - (conducted + phonons + photons)).abs() <= 1e-13 * (power + all));
        // Heat that comes back goes from hot to cold.
        prop_assert!(lost.into_iter().all(|lost| lost >= 0.0));
        let [th, tc] = [P::Th, P::Tc].map(|p| point.get(p));
        prop_assert!((conducted - g * (th - tc)).abs() <= 1e-13 * (power + conducted));
    }
}
