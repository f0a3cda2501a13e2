//! Resonances with widths of their own, through the verbs.

use crate::folder::{folder, run};
use crate::shell::session;
use expect_test::expect;

const LABORATORY: &str =
    "--th 100mK --tc 50mK --mu0 8ueV --e1 8ueV --e2 16ueV --e3 12ueV --e4 10ueV";

#[test]
fn a_page_has_currents_of_their_own_unit() {
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma1 0.01 --gamma4 0.04 --columns gamma,gamma1,gamma2,gamma4,power,entropy_current,cop,headroom,power_max,noise_heat_h,time_3_sigma,dpower_dgamma4,tc_min
        gamma   Γ   0.02 E  width of the resonances
        gamma1  Γ1  0.01 E  width of the resonance at ε1 alone
        gamma2  Γ2  0.02 E  width of the resonance at ε2 alone
        gamma4  Γ4  0.04 E  width of the resonance at ε4 alone

        power            ε̇_h       0.0006832182 E²/h   heat that flows from cold to hot
        entropy_current  Ṡ_l       0.00636894 k_B·E/h  entropy current into the demon
        cop              COP       0.1072734           power/(T0 · entropy_current)
        headroom         λ_max     1.574556            greatest physical λ
        power_max        ε̇_max     0.001075766 E²/h    power at λ = λ_max
        noise_heat_h     C_hh      0.008156865 E³/h    noise of the heat into h
        time_3_sigma     t_3σ      157270.4 h/E        time until power stands out
        dpower_dgamma4   ∂ε̇_h/∂Γ4  0.01708045 E/h      derivative of power by Γ4
        tc_min           Tc,min    0.3682358 E         lowest physical Tc

        E: the unit of all energies and temperatures (k_B = 1).
        h: Planck's constant.

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 1.574556.
        It stays physical down to tc = 0.3682358.
        The inversion is seen after 157270.4 h/E, when the mean heat into h stands three
        deviations above its noise. C_hc = 0: what h takes up does not come from c
        carrier by carrier, for that would make C_hc = -C_hh.
        [0]
    "#]].assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma1 0.01 --gamma4 0.04 --columns gamma,gamma1,gamma2,gamma4,power,entropy_current,cop,headroom,power_max,noise_heat_h,time_3_sigma,dpower_dgamma4,tc_min",
    ]));
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let natural = [
        "--gamma1 0.01",
        "--gamma 0.02 --gamma2 0",
        "--gamma 0.02 --gamma2 -1e-3",
        "--gamma1 0.1 --gamma2 0.1 --gamma3 0.1 --resonances boxcar",
        "--gamma 0.1 --gamma3 0.4 --resonances boxcar",
        "--gamma 0.1 --gamma1 0.3 --gamma4 0.3 --resonances boxcar",
    ];
    let natural =
        natural.map(|flags| format!("ndemon eval --tc 0.5 --e4 1.3 {flags} --columns cop"));
    let others = [
        format!("ndemon eval {LABORATORY} --gamma1 0.1ueV"),
        format!("ndemon eval {LABORATORY} --gamma1 0.1"),
        "ndemon sweep --tc 0.5 --e4 1.3 --gamma1 0.1,0.2 --gamma2 0.1 --gamma3 0.1".to_owned(),
    ];
    let lines: Vec<&str> = natural.iter().chain(&others).map(String::as_str).collect();
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma1 0.01 --columns cop
        error: --gamma2 is missing: gamma2 must be given, or gamma, the width of all resonances without one of their own
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma2 0 --columns cop
        error: --gamma2 0: gamma2 must be positive
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma2 -1e-3 --columns cop
        error: --gamma2 -1e-3: gamma2 must be positive
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma1 0.1 --gamma2 0.1 --gamma3 0.1 --resonances boxcar --columns cop
        error: --gamma4 is missing: gamma4 must be given, or gamma, the width of all resonances without one of their own
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.1 --gamma3 0.4 --resonances boxcar --columns cop
        error: --gamma4 0.1 (by default): gamma4 must, so that the windows do not overlap, be less than 2 |e3 − e4| together with gamma3, which is 0.4
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.1 --gamma1 0.3 --gamma4 0.3 --resonances boxcar --columns cop
        error: --gamma4 0.3: gamma4 must, so that the windows do not overlap, be less than 2 |e3 − e4| together with gamma3, which is 0.1 (by default)
        [2]
        $ ndemon eval --th 100mK --tc 50mK --mu0 8ueV --e1 8ueV --e2 16ueV --e3 12ueV --e4 10ueV --gamma1 0.1ueV
        error: --gamma2 is missing: gamma2 must be given, or gamma, the width of all resonances without one of their own
        [2]
        $ ndemon eval --th 100mK --tc 50mK --mu0 8ueV --e1 8ueV --e2 16ueV --e3 12ueV --e4 10ueV --gamma1 0.1
        error: --th 100mK has a unit, --gamma1 0.1 has none: give a unit to all numbers that can have one, or to none
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --gamma1 0.1,0.2 --gamma2 0.1 --gamma3 0.1
        error: --gamma4 is missing: gamma4 must be given, or gamma, the width of all resonances without one of their own
        [2]
    "#]].assert_eq(&session(&lines));
}

/// In the laboratory four equal widths are the one that they are, to the byte.
#[test]
fn watts_are_watts() {
    let folder = folder("widths-watts");
    let output = run(
        &folder,
        &format!(
            "ndemon eval {LABORATORY} --gamma 0.5ueV --leak 1e-18W/K --photons 1e-5 --columns power,entropy_current,net_power,noise_heat_h,time_3_sigma,tc_min,tc_steady --format csv > one
            ndemon eval {LABORATORY} --gamma1 0.5ueV --gamma2 0.5ueV --gamma3 0.5ueV --gamma4 0.5ueV --leak 1e-18W/K --photons 1e-5 --columns power,entropy_current,net_power,noise_heat_h,time_3_sigma,tc_min,tc_steady --format csv | cmp - one; cat one
            ndemon eval {LABORATORY} --gamma 0.5ueV --gamma3 250neV --columns gamma3,power,cop --units neV,aW --format csv"
        ),
    );
    expect![[r#"
        power_W,entropy_current_W_per_K,net_power_W,noise_heat_h_W2_per_Hz,time_3_sigma_s,tc_min_K,tc_steady_K
        3.9800882045204926e-18,2.2159545150815416e-16,3.894597036334043e-18,8.272946569996054e-41,0.000047002107925227195,0.02633280209994033,0.02633280209994033
        gamma3_neV,power_aW,cop
        250.0,3.9800882045204926,0.10304962752997981
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at --tc 50mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: --gamma4 0.5ueV is more than a tenth of k_B·Tc at --tc 50mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at --tc 50mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn a_file_and_a_table_give_widths() {
    let folder = folder("widths-files");
    let output = run(
        &folder,
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma3 0.05 --save d.toml --format csv > flags
        ndemon eval d.toml --format csv | cmp - flags; tail -n 3 d.toml
        ndemon eval d.toml --set gamma3=0.1 --columns gamma3,power,cop --format csv
        printf 'tc,e4,gamma,gamma2\\n0.5,1.3,0.02,0.04\\n0.5,1.3,0.02,\\n0.5,1.3,,0.04\\n' > points.csv
        ndemon sweep --points points.csv --columns gamma2,power,cop,status",
    );
    expect![[r#"
        lambda = 1.0
        gamma = 0.02
        gamma3 = 0.05
        gamma3,power,cop
        0.1,0.00034160908961683754,0.29532003717641697
        gamma2,power,cop,status
        0.04,0.00034160908961683754,0.1864575942646864,ok
        0.02,0.00034160908961683754,0.18500176817128894,ok
        0.04,NaN,NaN,gamma1=nan
        warning: --set gamma3=0.1 is more than a tenth of k_B·Tc at tc = 0.5 of d.toml: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
    "#]].assert_eq(&output);
}

/// What a search says is what its points are.
#[test]
fn searches_know_widths() {
    let folder = folder("widths-searches");
    let output = run(
        &folder,
        "ndemon solve --tc 0.5 --e4 1.3 --gamma 0.01 --for gamma3=0.001:1 --where cop=0.2 --columns gamma3,cop --format csv
        ndemon optimize --tc 0.5 --gamma 0.01 --over gamma3=0.001:0.1,e4=1.1:1.49 --maximize cop --at-least power=0.0001 --columns gamma3,e4,power,cop --format csv
        ndemon optimize --tc 0.5 --e4 1.3 --lambda 1max --gamma 0.01 --over gamma2=0.001:0.1 --maximize power_max --columns gamma2,power_max --format csv
        ndemon spread --tc 0.5 --e4 1.3 --gamma 0.01 --gamma3 0.02+-0.002 --samples 1000 --columns power,cop,headroom",
    );
    expect![[r#"
        gamma3,cop,gamma3_error,found
        0.011708447667527412,0.2,3.5e-18,one
        gamma3,e4,power,cop
        0.1,1.3456670072940013,0.00010000000000033388,0.3207088395073724
        gamma2,power_max
        0.001,0.0005378828427399901
        1000 devices, seed 0: 100.0000 % are physical (± 0.0000 %).

        ok  1000  100.0000 %

                              power (E²/h)  cop          headroom
        devices that have it  1000          1000         1000
        as meant              0.000170805   0.244444     6.29823
        mean                  0.000170805   0.243889     6.29366
          standard error      0.0           0.000237658  0.0194578
        standard deviation    0.0           0.00751541   0.615311
          to first order      0.0           0.00728772   –
            by gamma3         0.0           0.00728772   –
        5 % are below         0.000170805   0.230693     5.26053
        25 % are below        0.000170805   0.239356     5.88093
        50 % are below        0.000170805   0.244528     6.30554
        75 % are below        0.000170805   0.249062     6.71776
        95 % are below        0.000170805   0.254735     7.29576
        These are all values with cop=0.2 in gamma3=0.001:1: proven.
        What binds: gamma3 = 0.1, lambda = 1, power = 0.0001, as required. It is the best one within the ranges, to nine digits.
        What binds: gamma2 is at the lower end of its range. Best found, not proven: of 571 points, uphill from 6 starts. Another point within the ranges may be better.
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn axes_have_their_unit() {
    let folder = folder("widths-figure");
    let output = run(
        &folder,
        "ndemon figure --x gamma3 --gamma3 0.005:0.05 --e4 1.2,1.3 --tc 0.5 --gamma 0.01 --y power --inset none -o out.gp
        grep -E 'label' out.gp",
    );
    expect![[r#"
        set label 1 '{/:Italic T}_{h} = 1,  {/:Italic T}_{c} = 0.5,  {/:Italic μ}_{0} = 1,  {/:Italic ε}_{1} = 1,  {/:Italic ε}_{2} = 2,  {/:Italic ε}_{3} = 1.5,  {/:Italic λ} = 1,  {/:Italic Γ} = 0.01' at screen 0.96985,0.95778 right font ',17'
        set label 2 'width of the resonance at ε3 alone, {/:Italic Γ}_{3} ({/:Italic E})' at screen 0.52116,0.03635 center font ',22'
        set label 3 'power, {/:Italic ε̇}_{h} (10^{−4} {/:Italic E}^{2}/{/:Italic h})' at screen 0.02413,0.52381 center rotate font ',22'
        [0]
    "#]].assert_eq(&output);
}

/// Windows of widths of their own, through the verbs.
#[test]
fn windows_have_widths_of_their_own() {
    let folder = folder("widths-windows");
    let output = run(
        &folder,
        "ndemon eval --tc 0.5 --e4 1.3 --resonances boxcar --gamma 0.1 --gamma3 0.2 --gamma4 0.15 --columns power,cop,headroom,power_max,narrow_error,noise_heat_h,dpower_dgamma4,dcop_dgamma3,tc_min,net_power --save d.toml --format csv > flags
        ndemon eval d.toml --columns power,cop,headroom,power_max,narrow_error,noise_heat_h,dpower_dgamma4,dcop_dgamma3,tc_min,net_power --format csv | cmp - flags; cat flags
        ndemon sweep --tc 0.5 --e4 1.3 --resonances boxcar --gamma 0.1 --gamma3 0.1,0.2,0.3,0.4 --columns gamma3,power,cop,status | tee t.csv
        ndemon sweep --points t.csv --tc 0.5 --e4 1.3 --gamma 0.1 --resonances boxcar --columns gamma3,power,cop,status | cmp - t.csv
        ndemon solve --tc 0.5 --e4 1.3 --resonances boxcar --gamma 0.1 --for gamma3=0.01:0.5 --where cop=0.15 --columns gamma3,cop --format csv
        ndemon optimize --tc 0.5 --e4 1.3 --resonances boxcar --gamma 0.1 --over gamma3=0.01:0.25 --maximize cop --columns gamma3,cop --format csv
        ndemon spread --tc 0.5 --e4 1.3 --resonances boxcar --gamma 0.1 --gamma3 0.2+-0.02 --samples 1000 --columns power,cop | tail -n 15
        ndemon figure --x tc --e4 1.3,1.4 --resonances boxcar --gamma1 0.1 --gamma2 0.1 --gamma3 0.1 --gamma4 0.15 --y cop --inset none -o x.gp; grep 'set label 1' x.gp
        ndemon figure --resonances boxcar --gamma1 0.1 --gamma2 0.1 --gamma3 0.1 -o x.gp",
    );
    expect![[r#"
        power,cop,headroom,power_max,narrow_error,noise_heat_h,dpower_dgamma4,dcop_dgamma3,tc_min,net_power
        0.002160885323383567,0.17402814933875255,4.2257963948771256,0.010391276091833717,0.18565670487063726,0.04031881922202548,0.014538877436683816,0.012248701196106236,0.2019508529950329,0.002160885323383567
        gamma3,power,cop,status
        0.1,0.0016363593019813718,0.17602752471912753,ok
        0.2,0.0013981066425708469,0.19591287605229254,ok
        0.3,NaN,NaN,gamma3+gamma4>=2|e3-e4|
        0.4,NaN,NaN,gamma3+gamma4>=2|e3-e4|
        gamma3,cop,gamma3_error,found
        0.07487696292996801,0.15,2.8e-17,one
        0.2674256069079042,0.15000000000000002,5.6e-17,one
        gamma3,cop
        0.16729439458037687,0.201410389103953
        ok  1000  100.0000 %

                              power (E²/h)  cop
        devices that have it  1000          1000
        as meant              0.00139811    0.195913
        mean                  0.00138994    0.193847
          standard error      2.6024e-6     0.000229901
        standard deviation    8.2295e-5     0.0072701
          to first order      8.096e-5      0.00670741
            by gamma3         -8.096e-5     -0.00670741
        5 % are below         0.00124887    0.180153
        25 % are below        0.00134057    0.190538
        50 % are below        0.00139717    0.195835
        75 % are below        0.00144833    0.199382
        95 % are below        0.00151104    0.2013
        set label 1 '{/:Italic T}_{h} = 1,  {/:Italic μ}_{0} = 1,  {/:Italic ε}_{1} = 1,  {/:Italic ε}_{2} = 2,  {/:Italic ε}_{3} = 1.5,  {/:Italic λ} = 1,  {/:Italic Γ}_{1} = 0.1,  {/:Italic Γ}_{2} = 0.1,  {/:Italic Γ}_{3} = 0.1,  {/:Italic Γ}_{4} = 0.15,  boxcar resonances' at screen 0.99231,0.95736 right font ',16'
        These are all values with cop=0.15 in gamma3=0.01:0.5: proven.
        Nothing binds. It is the best one within the ranges, to nine digits.
        error: --gamma is missing: it must be given where resonances have a width
        [2]
    "#]]
    .assert_eq(&output);
}

/// In the laboratory four equal windows are those of one width, to the byte.
#[test]
fn windows_are_in_watts() {
    let folder = folder("widths-windows-watts");
    let columns = "--columns power,entropy_current,net_power,noise_heat_h,time_3_sigma,tc_min,tc_steady,narrow_error";
    let device =
        format!("{LABORATORY} --resonances boxcar --leak 1e-18W/K --photons 1e-5 {columns}");
    let output = run(
        &folder,
        &format!(
            "ndemon eval {device} --gamma 0.5ueV --format csv > one
            ndemon eval {device} --gamma1 0.5ueV --gamma2 0.5ueV --gamma3 0.5ueV --gamma4 0.5ueV --format csv | cmp - one; cat one
            ndemon eval {device} --gamma 0.5ueV --gamma3 1ueV --units neV,aW --format csv"
        ),
    );
    expect![[r#"
        power_W,entropy_current_W_per_K,net_power_W,noise_heat_h_W2_per_Hz,time_3_sigma_s,tc_min_K,tc_steady_K,narrow_error
        3.9381420349920865e-18,2.2180785318458882e-16,3.852650866805637e-18,8.27468434956939e-41,0.00004801878800369012,0.02631401766617027,0.02631401766617027,0.010651258678761827
        power_aW,entropy_current_aW_per_K,net_power_aW,noise_heat_h_W2_per_Hz,time_3_sigma_s,tc_min_K,tc_steady_K,narrow_error
        3.7993485282048285,167.93438613456956,3.713857360018379,8.267854660036069e-41,0.000051548623568570364,0.018117457811008174,0.018117457811008174,0.04757122832346793
        [0]
    "#]].assert_eq(&output);
}
