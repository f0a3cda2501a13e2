use crate::shell::session;
use expect_test::expect;

#[test]
fn every_column_is_listed() {
    expect![[r#"
        $ ndemon columns
        name             symbol   unit    meaning
        th               Th       E       temperature of the hot reservoir
        tc               Tc       E       temperature of the cold reservoir
        mu0              μ0       E       chemical potential of both equilibrium
                                          reservoirs
        e1               ε1       E       resonance between demon and hot reservoir
        e2               ε2       E       resonance between demon and hot reservoir
        e3               ε3       E       resonance between demon and cold reservoir
        e4               ε4       E       resonance between demon and cold reservoir
        lambda           λ        1       strength of the demon; f_l(ε4) = f_4 − λ(f_3 −
                                          f_4), 1 is the paper's Eq. C4, 1max the
                                          headroom
        lambda_over_max  λ/λ_max  1       multiple of the headroom; the strength of the
                                          demon, where it is given so (0.3max)
        t0               T0       E       temperature of the environment, in the COP
        gamma            Γ        E       width of the resonances; power and currents
                                          are per Γ/h
        gamma1           Γ1       E       width of the resonance at ε1 alone; one such
                                          width makes currents those of E/h, no longer
                                          per Γ/h
        gamma2           Γ2       E       width of the resonance at ε2 alone
        gamma3           Γ3       E       width of the resonance at ε3 alone
        gamma4           Γ4       E       width of the resonance at ε4 alone
        leak             G        Γ/h     thermal conductance between h and c; heat G
                                          (Th − Tc) leaks back
        phonons          ΣV       Γ/h/E4  electron-phonon coupling of c; heat ΣV (Tph^5
                                          − Tc^5) comes from its phonons
        tph              Tph      E       temperature of the phonons of c
        photons          r        1       transmission of a photon channel between h and
                                          c; heat r π²/(6h) (Th² − Tc²) leaks back

        name                 symbol       unit     equation     meaning
        resonances                                 C2           boxcar: windows of the
                                                                width gamma, or each of
                                                                its own; narrow: their
                                                                limit, whatever gamma is
        fl1                  f_l(ε1)      1        20, C4       occupation of the demon;
                                                                kept where it is
                                                                unphysical
        fl2                  f_l(ε2)      1        20, C4       occupation of the demon;
                                                                kept where it is
                                                                unphysical
        fl3                  f_l(ε3)      1        20, C4       occupation of the demon;
                                                                kept where it is
                                                                unphysical
        fl4                  f_l(ε4)      1        20, C4       occupation of the demon;
                                                                kept where it is
                                                                unphysical
        power                ε̇_h          Γ·E/h    21, C6       heat that flows from
                                                                cold to hot; the energy
                                                                current into the hot
                                                                reservoir
        entropy_current      Ṡ_l          k_B·Γ/h  18, C8       entropy current into the
                                                                demon; the price of the
                                                                cooling
        cop                  COP          1        22, C10      power/(T0 ·
                                                                entropy_current); the
                                                                coefficient of
                                                                performance
        cop_carnot           COP_therm    1        after 23     Carnot bound Tc/(Th −
                                                                Tc); times Th/T0 it
                                                                bounds the COP
        headroom             λ_max        1        from 20      greatest physical λ; inf
                                                                where e3 = e4
        status                                     after 21     ok; limit (e3 = e4 or
                                                                lambda = 0); fl3<0, …
                                                                the constraint that
                                                                binds; fl3=0, … the same
                                                                at the headroom itself;
                                                                tc>=th, … the broken
                                                                rule; cop>max, …
                                                                physical, but that
                                                                result exceeds the
                                                                doubles
        entropy_production   Σσ_i         k_B·Γ/h  from C8      entropy produced in all;
                                                                entropy_current less
                                                                power·(1/Tc − 1/Th),
                                                                which an ideal transfer
                                                                of heat would cost
        sigma1               σ_1          k_B·Γ/h  from C8      entropy produced at this
                                                                resonance
        sigma2               σ_2          k_B·Γ/h  from C8      entropy produced at this
                                                                resonance
        sigma3               σ_3          k_B·Γ/h  from C8      entropy produced at this
                                                                resonance
        sigma4               σ_4          k_B·Γ/h  from C8      entropy produced at this
                                                                resonance
        cop_fraction         COP/max      1        after 23     COP over its bound; that
                                                                is cop_carnot · Th/T0
        cop_best             COP_opt      1        from 6       best COP of these
                                                                levels; at this power,
                                                                with ṅ_h free
        power_max            ε̇_max        Γ·E/h    from 20      power at λ = λ_max; the
                                                                greatest that these
                                                                levels can give
        net_power            ε̇_net        Γ·E/h    21, C6       power less what leaks
                                                                back; that is G (Th −
                                                                Tc) + ΣV (Tph^5 − Tc^5)
                                                                + r π²/(6h) (Th² − Tc²)
        tc_steady            Tc,steady    E        21, C6       Tc at which net_power
                                                                vanishes; c settles
                                                                there from Tc on (from
                                                                Th, where no Tc is
                                                                given), or at tc_min,
                                                                where the demon ends
                                                                before
        beta12               β_12         1/E      from A9      inverse temperature, hot
                                                                pair; below 1/Th, if
                                                                resonances are narrow
        beta34               β_34         1/E      from A9      inverse temperature,
                                                                cold pair; above 1/Tc;
                                                                COP = 1/(T0 (β_34 −
                                                                β_12)), if resonances
                                                                are narrow
        beta_eff1            1/T_eff      1/E      A9           inverse effective
                                                                temperature; that of the
                                                                demon at this level
        beta_eff2            1/T_eff      1/E      A9           inverse effective
                                                                temperature; that of the
                                                                demon at this level
        beta_eff3            1/T_eff      1/E      A9           inverse effective
                                                                temperature; that of the
                                                                demon at this level
        beta_eff4            1/T_eff      1/E      A9           inverse effective
                                                                temperature; that of the
                                                                demon at this level
        tc_min               Tc,min       E        after 21     lowest physical Tc; from
                                                                it up to Tc (or Th,
                                                                where no Tc is given)
                                                                the demon is physical
                                                                with these levels and
                                                                this λ
        narrow_error         δε̇_h         1        from C1, C2  relative error of the
                                                                narrow limit; in the
                                                                power, at this Γ
        noise_heat_h         C_hh         Γ·E²/h   from C1      noise of the heat into
                                                                h; two-sided, at zero
                                                                frequency: a
                                                                laboratory's one-sided S
                                                                is 2C
        noise_heat_c         C_cc         Γ·E²/h   from C1      noise of the heat into
                                                                c; that of both
                                                                together, C_hc, is 0
        time_3_sigma         t_3σ         h/Γ      from C1      time until power stands
                                                                out; 9 C_hh/ε̇_h², three
                                                                deviations above its
                                                                noise
        dpower_dth           ∂ε̇_h/∂Th     Γ/h                   derivative of power by
                                                                Th
        dpower_dtc           ∂ε̇_h/∂Tc     Γ/h                   derivative of power by
                                                                Tc
        dpower_dmu0          ∂ε̇_h/∂μ0     Γ/h                   derivative of power by
                                                                μ0
        dpower_de1           ∂ε̇_h/∂ε1     Γ/h                   derivative of power by
                                                                ε1
        dpower_de2           ∂ε̇_h/∂ε2     Γ/h                   derivative of power by
                                                                ε2
        dpower_de3           ∂ε̇_h/∂ε3     Γ/h                   derivative of power by
                                                                ε3
        dpower_de4           ∂ε̇_h/∂ε4     Γ/h                   derivative of power by
                                                                ε4
        dpower_dlambda       ∂ε̇_h/∂λ      Γ·E/h                 derivative of power by λ
        dpower_dt0           ∂ε̇_h/∂T0     Γ/h                   derivative of power by
                                                                T0
        dpower_dgamma        ∂ε̇_h/∂Γ      Γ/h                   derivative of power by Γ
        dpower_dgamma1       ∂ε̇_h/∂Γ1     Γ/h                   derivative of power by
                                                                Γ1
        dpower_dgamma2       ∂ε̇_h/∂Γ2     Γ/h                   derivative of power by
                                                                Γ2
        dpower_dgamma3       ∂ε̇_h/∂Γ3     Γ/h                   derivative of power by
                                                                Γ3
        dpower_dgamma4       ∂ε̇_h/∂Γ4     Γ/h                   derivative of power by
                                                                Γ4
        dcop_dth             ∂COP/∂Th     1/E                   derivative of cop by Th
        dcop_dtc             ∂COP/∂Tc     1/E                   derivative of cop by Tc
        dcop_dmu0            ∂COP/∂μ0     1/E                   derivative of cop by μ0
        dcop_de1             ∂COP/∂ε1     1/E                   derivative of cop by ε1
        dcop_de2             ∂COP/∂ε2     1/E                   derivative of cop by ε2
        dcop_de3             ∂COP/∂ε3     1/E                   derivative of cop by ε3
        dcop_de4             ∂COP/∂ε4     1/E                   derivative of cop by ε4
        dcop_dlambda         ∂COP/∂λ      1                     derivative of cop by λ
        dcop_dt0             ∂COP/∂T0     1/E                   derivative of cop by T0
        dcop_dgamma          ∂COP/∂Γ      1/E                   derivative of cop by Γ
        dcop_dgamma1         ∂COP/∂Γ1     1/E                   derivative of cop by Γ1
        dcop_dgamma2         ∂COP/∂Γ2     1/E                   derivative of cop by Γ2
        dcop_dgamma3         ∂COP/∂Γ3     1/E                   derivative of cop by Γ3
        dcop_dgamma4         ∂COP/∂Γ4     1/E                   derivative of cop by Γ4
        dnet_power_dth       ∂ε̇_net/∂Th   Γ/h                   derivative of net_power
                                                                by Th
        dnet_power_dtc       ∂ε̇_net/∂Tc   Γ/h                   derivative of net_power
                                                                by Tc
        dnet_power_dmu0      ∂ε̇_net/∂μ0   Γ/h                   derivative of net_power
                                                                by μ0
        dnet_power_de1       ∂ε̇_net/∂ε1   Γ/h                   derivative of net_power
                                                                by ε1
        dnet_power_de2       ∂ε̇_net/∂ε2   Γ/h                   derivative of net_power
                                                                by ε2
        dnet_power_de3       ∂ε̇_net/∂ε3   Γ/h                   derivative of net_power
                                                                by ε3
        dnet_power_de4       ∂ε̇_net/∂ε4   Γ/h                   derivative of net_power
                                                                by ε4
        dnet_power_dlambda   ∂ε̇_net/∂λ    Γ·E/h                 derivative of net_power
                                                                by λ
        dnet_power_dt0       ∂ε̇_net/∂T0   Γ/h                   derivative of net_power
                                                                by T0
        dnet_power_dgamma    ∂ε̇_net/∂Γ    Γ/h                   derivative of net_power
                                                                by Γ
        dnet_power_dgamma1   ∂ε̇_net/∂Γ1   Γ/h                   derivative of net_power
                                                                by Γ1
        dnet_power_dgamma2   ∂ε̇_net/∂Γ2   Γ/h                   derivative of net_power
                                                                by Γ2
        dnet_power_dgamma3   ∂ε̇_net/∂Γ3   Γ/h                   derivative of net_power
                                                                by Γ3
        dnet_power_dgamma4   ∂ε̇_net/∂Γ4   Γ/h                   derivative of net_power
                                                                by Γ4
        dnet_power_dleak     ∂ε̇_net/∂G    E                     derivative of net_power
                                                                by G
        dnet_power_dphonons  ∂ε̇_net/∂ΣV   E5                    derivative of net_power
                                                                by ΣV
        dnet_power_dtph      ∂ε̇_net/∂Tph  Γ/h                   derivative of net_power
                                                                by Tph
        dnet_power_dphotons  ∂ε̇_net/∂r    Γ·E/h                 derivative of net_power
                                                                by r

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.
        [0]
    "#]]
    .assert_eq(&session(&["ndemon columns"]));
}

#[test]
fn header_and_list_are_one_register() {
    let listed = crate::shell::sh("ndemon columns");
    // Lines that begin with a space go on with a meaning.
    let names = listed.lines().filter_map(|line| line.split(' ').next());
    let listed: Vec<_> = names.filter(|name| !["", "name"].contains(name)).collect();
    let header = crate::shell::sh(
        "ndemon sweep --tc 1 --e4 1 --lambda 1max --t0 1 --gamma 1 --gamma1 1 --gamma2 1 --gamma3 1 \
         --gamma4 1 --leak 1 --phonons 1 --tph 1 --photons 1 --resonances boxcar",
    );
    let header: Vec<_> = header.lines().next().unwrap().split(',').collect();
    // Leaks ask for a column that others ask for by its name.
    let (asked, header) = header.split_last().unwrap();
    assert_eq!(*asked, "net_power");
    assert_eq!(header, &listed[..header.len()]);
    let help = crate::shell::sh("ndemon sweep --help");
    for parameter in header[..20].iter().filter(|name| **name != "lambda_over_max") {
        assert!(help.contains(&format!("--{parameter} ")), "{parameter}");
    }
}
