//! What a person sees of a machine: its page, and pictures of it.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;

#[test]
fn a_page_says_who_pays_and_what_is_certain() {
    let output = session(&[
        "ndemon machine example wire | ndemon eval -",
        "ndemon machine example refrigerator | ndemon eval - --columns power,cop,status | sed 's/[0-9.]*e-[0-9]*/…/g'",
        "ndemon machine example engine | ndemon eval - --columns carnot,status",
    ]);
    expect![[r#"
        $ ndemon machine example wire | ndemon eval -
        h    T = 80 mK, μ = 0 eV
        c    T = 50 mK, μ = 0 eV
        l    f = (1-w)*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)
        h–l  T = lorentzian(at=45, fwhm=1)
        c–l  T = lorentzian(at=8, fwhm=1)

        w             0.02     parameter w of the machine
        V_eV     V    120 µeV  parameter V of the machine
        Tw_K     Tw   40 mK    parameter Tw of the machine
        T_h_K    T_h  80 mK    temperature of reservoir h
        mu_h_eV  μ_h  0 eV     chemical potential of reservoir h
        T_c_K    T_c  50 mK    temperature of reservoir c
        mu_c_eV  μ_c  0 eV     chemical potential of reservoir c
        mu0_eV   μ0   0 eV     chemical potential of the environment

        n_h_per_s                   ṅ_h      5928570 1/s     particles into h
        energy_h_W                  ε̇_h      50.99171 aW     energy into h
        heat_h_W                    J_h      50.99171 aW     heat into h
        entropy_h_W_per_K           Ṡ_h      637.3964 aW/K   entropy that h gains
        n_c_per_s                   ṅ_c      -48957910 1/s   particles into c
        energy_c_W                  ε̇_c      -40.6748 aW     energy into c
        heat_c_W                    J_c      -40.6748 aW     heat into c
        entropy_c_W_per_K           Ṡ_c      -813.4959 aW/K  entropy that c gains
        n_l_per_s                   ṅ_l      43029340 1/s    particles into l
        energy_l_W                  ε̇_l      -10.31692 aW    energy into l
        entropy_l_W_per_K           Ṡ_l      2.299797 fW/K   entropy that l gains
        exergy_l_W                  Δℰ_l     -194.3007 aW    exergy that l gains
        entropy_production_W_per_K  Ṡ_irr    2.123698 fW/K   entropy that is produced
        kind                                 heat_pump
        efficiency                  η        0.1256036       what is gained over what
                                                             pays for it
        cooling_W                   cooling  40.6748 aW      cooling = -heat_c
        second_law                           0.1256036       second_law =
                                                             heat_c*(T_c-T0)/T_c/(-exergy_l)
        status                               ok

        Who pays (left) and who gains (right), by Eq. 13:
        heat, c                            │██                   24.40488 aW
        exergy, l       ███████████████████│                     -194.3007 aW
        lost, T0·Ṡ_irr                     │█████████████████    169.8958 aW

        heat pump: reservoirs out of equilibrium pay for heat that is lifted.
        Of what is paid, 12.56036 % is gained; the second law allows up to 100 %.
        To somebody who does not know of l, entropy would seem to fall by 176.0995 aW/K,
        against the second law; it grows by 2.123698 fW/K.
        Every number is certain: its digits are those of the exact value.
        [0]
        $ ndemon machine example refrigerator | ndemon eval - --columns power,cop,status | sed 's/[0-9.]*e-[0-9]*/…/g'
        h    T = 1, μ = 1
        c    T = 0.5, μ = 1
        l    demon with λ = lambda
        h–l  T = narrow(at=e1, area=gamma) + narrow(at=e2, area=gamma)
        c–l  T = narrow(at=e3, area=gamma) + narrow(at=e4, area=gamma)

        power     0.01708045  power = energy_h/gamma
        cop       0.1850018   cop = energy_h/(T0*entropy_l)
        status    ok

        Who pays (left) and who gains (right), by Eq. 13:
        heat, c                            │████                 0.01708045 E²/h
        exergy, l       ███████████████████│                     -0.0923259 E²/h
        lost, T0·Ṡ_irr                     │███████████████      0.07524544 E²/h

        demon: order alone pays, without particles or energy.
        Of what is paid, 18.50018 % is gained; the second law allows up to 100 %.
        To somebody who does not know of l, entropy would seem to fall by 0.01708045
        k_B·E/h, against the second law; it grows by 0.07524544 k_B·E/h.
        Every number is certain: its digits are those of the exact value.
        [0]
        $ ndemon machine example engine | ndemon eval - --columns carnot,status
        h    T = 400 mK, μ = -15 µeV
        c    T = 200 mK, μ = 15 µeV
        h–c  T = boxcar(at=V/2 + 60ueV, width=width)

        carnot    0.5  carnot = 1 - T_c/T_h
        status    ok

        Who pays (left) and who gains (right), by Eq. 13:
        electric work, h                    │████████████        1.641569 fW
        heat, h           ██████████████████│                    -2.460456 fW
        lost, T0·Ṡ_irr                      │██████              818.8874 aW

        thermoelectric generator: heat pays for electric work.
        Of what is paid, 66.71806 % is gained; the second law allows up to 100 %.
        Every number is certain: its digits are those of the exact value.
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_page_says_where_nothing_is_proven() {
    let file = "sed 's/T = \"0.5\\*.*/T = \"0.5*exp(-(1meV\\/E)^2)\"/'";
    let output = sh(&format!(
        "ndemon machine example phonon-valve | {file} | ndemon eval - --columns heat_c,status \
         | sed 's/[0-9.]*e-[0-9]*/…/g'"
    ));
    expect![[r#"
        h    T = 10 K, μ = 0 eV
        c    T = 4 K, μ = 0 eV
        l    f = share*bose(T=12K) + (1 - share)*bose(T=3K)
        h–c  T = 0.5*exp(-(1meV/E)^2)
        c–l  T = 0.2*boxcar(at=0.5meV, width=0.4meV)

        heat_c_W  J_c  –           heat into c
        status         not proven

        No bound of the error is known around the energy … eV, so that no
        number is shown.
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn without_axes_the_machine_itself_is_drawn() {
    let output = session(&[
        "ndemon machine example wire | ndemon figure - --terminal",
        "ndemon machine example wire | ndemon figure - --set T_c=40:60",
        "ndemon machine example refrigerator | ndemon figure - | grep -c '<path'",
    ]);
    expect![[r#"
        $ ndemon machine example wire | ndemon figure - --terminal
            transmission T, occupation f
        1.0 ┤⠤⣀⡀          f       ⡇                                 ⢸       a T_hl
            │⡀ ⠉⠓⠦⡀       ⢸       ⡇                                 ⢸⡄      b T_cl
            │⠉⠓⢤⡀ ⠙⢦⡀     ⢸       ⡇                                 ⢸⡇      c fh
            │   ⠈⠲⡄ ⠙⢄    ⢸      ⢀⡇                                 ⢸⡇      d fc
            │     ⠈⠢⡀⠈⢢   ⢸      ⢸⢳                                 ⢸⡇      e fl
            │       ⠈⠢⡀⢧  ⢸      ⢸⢸                                 ⢸⡇      f μh = μc
            │         ⠙⣎⢣ ⢸      ⢸⢸                                 ⡜⡇
            │          ⠈⠣⣣⢸      ⢸⢸                                 ⡇⡇
            │            ⠙⢾      ⢸⢸                                 ⡇⡇
        0.5 ┤             ⢸⢧⡀    ⢸⢸                                 ⡇⡇
            │             ⢸⠘⡷⡄   ⢸⢸                                 ⡇⡇
            │             ⢸ ⠘⡌⢦⡀ ⢸⢸                                 ⡇⢧
            │             ⢸  ⠘⡄⠙⢄⡸⢸                                 ⡇⢸
            │             ⢸   ⠈⢆ ⡷⣄⡇                                ⡇⢸
            │             ⢸    ⠈⢣⡇⠈⡗⢄⡀                             ⢸ ⢸
            │             ⢸     ⢀⠟⢦⣇ ⠙⠢⣄⡀                          ⢸ ⠈⡆
            │             ⢸     ⡸  ⢹⡢⣄⡀ ⠉⠓⠦⢄⣀                     ⢀⡏  ⢧
        0.0 ┤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣼⣤⣤⣤⣤⣴⣥⣤⣤⣤⣵⣤⣭⣷⣶⣤⣤⣤⣤⣭⣭⣶⣶⣦⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣾⣤⣤⣤⣬⣶⣤e
            └─────────────┬──────────────────┬──────────────────┬─────────
                          0                 20                 40
                                                           energy, E (µeV)

             current j, entropy σ
             │             e                                                a jh
             │             ⢸                                                b jc
             │             ⢸      ⢰                                         c jl
         0.2 ┤             ⢸      ⢸⡇                                        d σ
             │             ⢸      ⢸⡇                                        e μh = μc
             │             ⢸      ⡎⡇
             │             ⢸      ⣧⡇
             │             ⢸      ⣿⡇
             │             ⢸     ⢰⡇⣷
             │             ⢸    ⢀⣞⠇⢻                                ⣸⡇
         0.0 ┤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣼⣤⣶⣶⣶⣽⣊⣀⣘⣷⣤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣠⣤⣟⣿⣤⣤⣀d
             │             ⢸    ⠉⢳⡀⢰⠉                               ⠙⠋
             │             ⢸      ⡇⡏
             │             ⢸      ⢣⡇
             │             ⢸      ⢸⠇
             │             ⢸
             │             ⢸
        −0.2 ┤             ⢸
             └─────────────┬─────────────────┬──────────────────┬─────────
                           0                20                 40
                                                           energy, E (µeV)
        [0]
        $ ndemon machine example wire | ndemon figure - --set T_c=40:60
        error: T_c has several values: the machine itself is drawn at one value; --x T_c --y COLUMN draws a curve
        [2]
        $ ndemon machine example refrigerator | ndemon figure - | grep -c '<path'
        61
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn a_curve_needs_its_axes() {
    let output = session(&[
        "ndemon machine example engine | ndemon figure - --x T_c --y efficiency",
        "ndemon machine example engine | ndemon figure - --x T_c --set T_c=150:250",
        "ndemon machine example engine | ndemon figure - --y efficiency",
    ]);
    expect![[r#"
        $ ndemon machine example engine | ndemon figure - --x T_c --y efficiency
        error: --set T_c=0.2: an axis needs two different ends, as in first:last or a list
        [2]
        $ ndemon machine example engine | ndemon figure - --x T_c --set T_c=150:250
        error: --y is missing: the result that is shown (ndemon eval lists them)
        [2]
        $ ndemon machine example engine | ndemon figure - --y efficiency
        error: --x is missing: the parameter that curves run along, with --set NAME=first:last
        [2]
    "#]]
    .assert_eq(&output);
}

#[test]
fn gnuplot_draws_a_machine() {
    if !crate::shell::has("gnuplot", "gnuplot --version") {
        return;
    }
    let folder = folder("machine-gnuplot");
    let output = run(
        &folder,
        "ndemon machine example wire > wire.toml; ndemon figure wire.toml -o wire.gp
        gnuplot -e \"set terminal svg; set output 'out.svg'\" wire.gp 2>&1; grep -c '<path' out.svg",
    );
    assert!(output.ends_with("[0]\n") && !output.contains("arning"), "{output}");
}

#[test]
fn a_spread_draws_numbers_of_a_machine() {
    let output = session(&[
        "ndemon machine example engine | ndemon spread - --set T_c=200+-1 --samples 20 --columns heat_c | head -5",
        "ndemon machine example engine | ndemon spread - --set T_c=200+-1u --set 'V=30ueV+-1ueV' --samples 20 --format csv | cut -d, -f1,2",
    ]);
    expect![[r#"
        $ ndemon machine example engine | ndemon spread - --set T_c=200+-1 --samples 20 --columns heat_c | head -5
        20 devices, seed 0: 100.0000 % are physical (± 0.0000 %).

        ok  20  100.0000 %

                              heat_c (W)
        [0]
        $ ndemon machine example engine | ndemon spread - --set T_c=200+-1u --set 'V=30ueV+-1ueV' --samples 20 --format csv | cut -d, -f1,2
        quantity,devices
        entropy_production_W_per_K,20
        efficiency,20
        carnot,20
        thermal_efficiency,20
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn a_page_tells_what_probes_find() {
    let output = session(&[
        "ndemon machine example dephasing | ndemon eval - | grep -e '^[pq] ' -e '^[pq] and' -e '^T_' -e '^mu_' -e efficiency",
        "ndemon machine example dephasing | sed '/reservoirs.q/,/^probe/d; s/, q = .*}/ }/' | ndemon eval - | tail -2",
        "ndemon machine example dephasing | sed '/reservoirs.q/,/^probe/d; s/, q = .*}/ }/' \
         | ndemon sweep - --set gp=0,0.01 --columns gp,T_p,dT_p_dgp,status",
    ]);
    expect![[r#"
        $ ndemon machine example dephasing | ndemon eval - | grep -e '^[pq] ' -e '^[pq] and' -e '^T_' -e '^mu_' -e efficiency
        p  T = 0.905566, μ = -0.07197065
        q  T = 0.5669863, μ = 0.2770617
        T_h        1 E    temperature of reservoir h
        mu_h  μ_h  0 E    chemical potential of reservoir h
        T_c        0.5 E  temperature of reservoir c
        T_p                        0.905566 E                temperature of the probe p
        mu_p                μ_p    -0.07197065 E             chemical potential of the
        T_q                        0.5669863 E               temperature of the probe q
        mu_q                μ_q    0.2770617 E               chemical potential of the
        efficiency          η      0.4918746                 what is gained over what
        p and q: that they take up nothing at other T and μ, too, is not excluded.
        [0]
        $ ndemon machine example dephasing | sed '/reservoirs.q/,/^probe/d; s/, q = .*}/ }/' | ndemon eval - | tail -2
        p: at no other T and μ it takes up nothing.
        Every number is certain: its digits are those of the exact value.
        [0]
        $ ndemon machine example dephasing | sed '/reservoirs.q/,/^probe/d; s/, q = .*}/ }/' | ndemon sweep - --set gp=0,0.01 --columns gp,T_p,dT_p_dgp,status
        gp,T_p,dT_p_dgp,status
        0.0,NaN,NaN,not proven
        0.01,0.9059277449095892,0.17662588417067793,ok
        [0]
    "#]].assert_eq(&output);
}

/// A machine with four reservoirs has fourteen lines in the legend of its upper panel: the last one stands above the
/// first one of the lower panel.
#[test]
fn legends_of_many_lines_stay_beside_their_curves() {
    let text = sh("ndemon machine example dephasing | ndemon figure - -o f.svg; cat f.svg");
    let [upper, lower] = ["legend", "legend-below"].map(|id| {
        let part = text.split_once(&format!("<g id=\"{id}\">")).unwrap().1;
        let texts = part.split("<g id=").next().unwrap().split(" transform=\"matrix(").skip(1);
        let places = texts.map(|text| {
            let matrix = text.split(')').next().unwrap();
            matrix.split(' ').next_back().unwrap().parse::<f64>().unwrap()
        });
        places.collect::<Vec<f64>>()
    });
    assert!(upper.len() > 12 && lower.len() > 8, "{upper:?} {lower:?}");
    assert!(upper.last().unwrap() + 15.0 < lower[0], "{upper:?} {lower:?}");
}
