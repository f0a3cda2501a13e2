use crate::shell::session;
use expect_test::expect;

#[test]
fn every_column_is_listed() {
    expect![[r#"
        $ ndemon columns
        name             symbol     unit     equation  meaning
        th               Th         E                  temperature of the hot reservoir
        tc               Tc         E                  temperature of the cold reservoir
        mu0              μ0         E                  chemical potential of both equilibrium reservoirs
        e1               ε1         E                  resonance between demon and hot reservoir
        e2               ε2         E                  resonance between demon and hot reservoir
        e3               ε3         E                  resonance between demon and cold reservoir
        e4               ε4         E                  resonance between demon and cold reservoir
        lambda           λ          1                  strength of the demon, f_l(ε4) = f_4 − λ(f_3 − f_4); 1 is the paper's Eq. C4, 1max the headroom
        t0               T0         E                  temperature of the environment, in the COP
        gamma            Γ          E                  width of the resonances; power and currents are per Γ/h
        fl1              f_l(ε1)    1        20, C4    occupation of the demon at this resonance; kept where it is unphysical
        fl2              f_l(ε2)    1        20, C4    occupation of the demon at this resonance; kept where it is unphysical
        fl3              f_l(ε3)    1        20, C4    occupation of the demon at this resonance; kept where it is unphysical
        fl4              f_l(ε4)    1        20, C4    occupation of the demon at this resonance; kept where it is unphysical
        power            ε̇_h        Γ·E/h    21, C6    energy current into the hot reservoir = heat drawn from the cold one
        entropy_current  Ṡ_l        k_B·Γ/h  18, C8    entropy current into the demon, the price of the cooling
        cop              COP        1        22, C10   coefficient of performance, power/(T0 · entropy_current)
        cop_carnot       COP_therm  1        after 23  Carnot bound Tc/(Th − Tc) on the COP at T0 = Th; times Th/T0 for any other T0
        headroom         λ_max      1        from 20   the demon is physical for λ up to this value
        status                               after 21  ok; limit (e3 = e4 or lambda = 0); fl3<0, … the constraint that binds; tc>=th, … the broken rule; cop>max, … physical, but that result exceeds the doubles
        [0]
    "#]].assert_eq(&session(&["ndemon columns"]));
}

#[test]
fn header_and_list_are_one_register() {
    let listed = crate::shell::sh("ndemon columns");
    let listed: Vec<_> = listed.lines().skip(1).filter_map(|l| l.split(' ').next()).collect();
    let header = crate::shell::sh("ndemon sweep --tc 1 --e4 1 --t0 1 --gamma 1");
    let header: Vec<_> = header.lines().next().unwrap().split(',').collect();
    assert_eq!(header, listed[..header.len()]);
    let help = crate::shell::sh("ndemon sweep --help");
    for parameter in &header[..10] {
        assert!(help.contains(&format!("--{parameter} ")), "{parameter}");
    }
}
