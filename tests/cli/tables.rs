//! Tables that people bring to `sweep --points`.

use crate::folder::{folder, run};
use crate::shell::{has, session, sh};
use expect_test::expect;
use std::fs;

/// The point of the table in `docs/theory.md`, from whatever table.
const COP: &str = "tc,e4,cop\n0.5,1.3,0.18500176817128894\n[0]\n";

/// What comes of a table, which `printf` writes.
fn swept(table: &str, flags: &str) -> String {
    sh(&format!("printf '{table}' | ndemon sweep --points - --columns tc,e4,cop {flags}"))
}

/// The sentence that refuses a table.
fn refusal(table: &str, flags: &str) -> String {
    let said = swept(table, flags);
    let sentence = said.strip_prefix("tc,e4,cop\n").unwrap_or(&said);
    let sentence = sentence.strip_prefix("error: standard input: ").unwrap_or(sentence);
    sentence.strip_suffix("\n[2]\n").unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn a_table_is_known_by_its_header() {
    for table in [
        "tc,e4\\n0.5,1.3\\n",
        "tc;e4\\n0.5;1.3\\n",
        "tc\\te4\\n0.5\\t1.3\\n",
        "\\357\\273\\277tc;e4\\r\\n0.5;1.3\\r\\n",
        "\"tc\", \"e4\"\\n\"0.5\", 1.3\\n",
        " tc , e4 \\n 5e-1 , 1.3 \\n",
        "tc,e4,note\\n0.5,1.3,\"a;b\"\\n",
        "{\"e4\":1.3,\"tc\":0.5}\\r\\n",
        "# of a lathe, hence\\n# tc;e4\\ntc,e4\\n0.5,1.3",
    ] {
        let flags = if table.contains("note") { "--keep-extra | cut -d, -f1-3" } else { "" };
        assert_eq!(swept(table, flags), COP, "{table}");
    }
    assert_eq!(swept("tc,e4\\r\\n", ""), "tc,e4,cop\n[0]\n");
}

#[test]
fn no_line_is_lost_whatever_ends_it() {
    let rows = "tc,e4,cop\n0.5,1.3,0.18500176817128894\n0.75,1.3,0.3153763024974714\n[0]\n";
    for table in [
        "tc,e4\\r0.5,1.3\\r0.75,1.3",
        "tc,e4\\r\\n0.5,1.3\\r0.75,1.3\\n",
        "# a\\rtc,e4\\r0.5,1.3\\n\\r0.75,1.3\\r\\n\\r",
        "tc,e4\\n0.5,1.3\\r\\r\\n0.75,1.3\\n",
        "{\"tc\":0.5,\"e4\":1.3}\\r{\"tc\":0.75,\"e4\":1.3}\\r",
    ] {
        assert_eq!(swept(table, ""), rows, "{table}");
    }
    // A comment stands before the header only.
    let why = refusal("tc,e4\\n# a\\r0.5,1.3\\n0.3,1.4\\n", "");
    assert_eq!(why, "line 2 is 1 wide, but the header is 2 wide");
    let said = swept("tc,e4\\n0.5,1.3\\n#N/A,1.3\\n0.6,1.2", "");
    assert!(said.contains("line 3, column `tc`: `#N/A` is not a finite number\n[2]"), "{said}");
    let said = swept("{\"tc\":0.5,\"e4\":1.3}\\n# a\\n", "");
    assert!(said.ends_with("line 2 is not a JSON object\n[2]\n"), "{said}");
}

#[test]
fn what_is_no_such_table_is_told_what_to_do() {
    expect![[r#"
        line 2, column `e4`: `1,3` has a decimal comma; write 1.3
        line 2, column `tc`: `0,5` has a decimal comma; write 0.5
        line 2 is 4 wide, but the header is 2 wide; if its commas are decimal ones, write points
        line 2, column `tc`: the cell is empty, but must have a finite number
        line 2, column `tc`: the cell is empty, but must have a finite number
        line 2 is 3 wide, but the header is 2 wide
        column 3 has no name; is it the index that pandas writes without index=False, or do lines end with a delimiter? --keep-extra passes it through
        column 1 has no name; is it the index that pandas writes without index=False, or do lines end with a delimiter? --keep-extra passes it through
        line 1 has numbers where the header must be
        the column `tc (mK)` is neither a parameter nor a result; is `tc_mK` meant?
        the column `tc[K]` is neither a parameter nor a result; is `tc_K` meant?
        the column `Tc` is neither a parameter nor a result; is `tc` meant? `ndemon columns` lists them; --keep-extra passes it through
        the column `sample` is neither a parameter nor a result; `ndemon columns` lists them; --keep-extra passes it through
        the columns `tc_mK` and `tc_K` are the same parameter: drop one of them
        it is a JSON array: give an object a line, as --format jsonl writes them, or `jq -c '.[]'` makes them of an array
        line 1, column `tc`: `{"0":0.5}` is not a finite number; an object a line has one row (pandas: orient='records', lines=True)
        line 1 is not a JSON object: JSON has no NaN, write null
        it is UTF-16 text: save it as UTF-8, as `iconv -f UTF-16 -t UTF-8` does
        it is no text, or UTF-16: it has NUL bytes; save it as UTF-8
        it is a workbook or another ZIP archive: save the table as CSV
        it is compressed: unpack it first, as in `gunzip -c FILE | ndemon sweep --points -`
        line 1 is longer than 1048576 bytes
    "#]]
    .assert_eq(&refusals(&[
        "tc;e4\\n0.5;1,3\\n",
        "tc,e4\\n\"0,5\",\"1,3\"\\n",
        "tc,e4\\n0,5,1,3\\n",
        "tc,e4\\n,1.3\\n",
        "tc\\te4\\n\\t\\n",
        "tc,e4\\n0.5,1.3,\\n",
        "tc,e4,\\n0.5,1.3,\\n",
        ",tc,e4\\n0,0.5,1.3\\n",
        "0.5,1.3\\n0.6,1.3\\n",
        "tc (mK),e4\\n300,1.3\\n",
        "tc[K],e4\\n300,1.3\\n",
        "Tc,e4\\n300,1.3\\n",
        "tc,e4,sample\\n0.5,1.3,a\\n",
        "tc_mK,tc_K,e4\\n300,1.3\\n",
        "[{\"tc\":0.5,\"e4\":1.3}]\\n",
        "{\"tc\":{\"0\":0.5},\"e4\":{\"0\":1.3}}\\n",
        "{\"tc\":0.5,\"e4\":1.3,\"gamma\":NaN}\\n",
        "\\377\\376t\\000c\\000",
        "t\\000c\\000,\\000",
        "PK\\003\\004\\n",
        "\\037\\213\\010\\n",
        "%2000000s",
    ]));
    let why =
        "line 2 is 2 wide, but the header is 1 wide; if its commas are decimal ones, write points";
    assert_eq!(refusal("e4\\n1,3\\n", "--tc 0.5"), why);
}

fn refusals(tables: &[&str]) -> String {
    tables.iter().map(|table| refusal(table, "") + "\n").collect()
}

#[test]
fn what_numpy_writes_gets_a_hint() {
    if !has("numpy", "python3 -c 'import numpy'") {
        return;
    }
    let folder = folder("tables-numpy");
    let write = |options: &str| {
        let save = format!("numpy.savetxt('x.txt', [[0.5, 1.3]], {options})");
        let line = format!("python3 -c \"import numpy; {save}\"");
        run(&folder, &format!("{line}; ndemon sweep --points x.txt --columns tc,e4,cop"))
    };
    let why = "error: x.txt: line 2 has numbers where the header must be; line 1 looks like one but \
               begins with #: write it without (np.savetxt takes comments='' and delimiter=',')\n[2]\n";
    assert_eq!(write("header='tc e4'"), why);
    assert_eq!(write("header='tc,e4', delimiter=','"), why);
    let spaces = write("header='tc e4', comments=''");
    assert!(spaces.contains("line 1 has spaces between its columns: separate them"), "{spaces}");
    assert_eq!(write("header='tc,e4', comments='', delimiter=','"), COP);
    assert_eq!(write("header='tc\\te4', comments='', delimiter='\\t'"), COP);
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_survives_pandas() {
    if !has("pandas or pyarrow", "python3 -c 'import pandas, pyarrow'") {
        return;
    }
    let folder = folder("tables-pandas");
    let program = "
import pandas
for name in ['narrow', 'wide']:
    table = pandas.read_csv(name + '.csv')
    table.to_csv(name + '-again.csv', index=False)
    table.to_csv(name + '-again.tsv', index=False, sep='\\t')
    table.to_json(name + '-again.jsonl', orient='records', lines=True)
    table = pandas.read_parquet(name + '.parquet')
    table.to_parquet(name + '-again.parquet', compression=None)
    table.to_parquet(name + '-snappy.parquet')
tables = [pandas.read_csv(name + '.csv') for name in ['narrow', 'wide']]
pandas.concat(tables).to_csv('both.csv', index=False)
";
    fs::write(folder.join("pass.py"), program).unwrap();
    let narrow = "ndemon sweep --tc 0.5,1.5 --e4 1.3,1.5 --columns +t0,+gamma";
    let wide = "ndemon sweep --tc 0.5,1.5 --e4 1.3,1.5 --t0 2 --gamma 0.01 --resonances boxcar";
    let line = format!(
        "{narrow} > narrow.csv; {narrow} -o narrow.parquet --format parquet
        {wide} > wide.csv; {wide} -o wide.parquet --format parquet
        python3 pass.py
        for name in narrow wide; do for format in csv tsv jsonl parquet; do
            ndemon sweep --points $name-again.$format | cmp - $name.csv || echo $name $format
        done; done
        ndemon sweep --points wide-snappy.parquet
        grep -c ',$' both.csv
        ndemon sweep --points both.csv --columns t0,gamma,resonances,power,cop,status > both
        for name in narrow wide; do
            ndemon sweep --points $name.csv --columns t0,gamma,resonances,power,cop,status
        done | sed '6d' | cmp - both"
    );
    let said = run(&folder, &line);
    let why = "it cannot be read as Parquet: it is compressed by SNAPPY; write it uncompressed";
    assert!(said.starts_with(&format!("4\nerror: wide-snappy.parquet: {why}")), "{said}");
    assert!(said.ends_with("\n[0]\n") && said.lines().count() == 3, "{said}");
}

#[test]
fn columns_of_ones_own_pass_through() {
    expect![[r#"
        $ printf 'sample,tc,e4,note\n007,0.5,1.3,"a, ""b"""\n,0.5,1.4, c\n' | ndemon sweep --points - --keep-extra --columns cop,status
        cop,status,sample,note
        0.18500176817128894,ok,007,"a, ""b"""
        0.19607558834857536,ok,, c
        [0]
        $ printf 'tc;e4;note\n0.5;1.3;"a;b"\n' | ndemon sweep --points - --keep-extra --columns cop --format json
        [
        {"cop":0.18500176817128894,"note":"a;b"}
        ]
        [0]
        $ printf '{"tc":0.5,"e4":1.3,"s":"\\"x\\"","n":12,"o":null,"l":[1, 2]}\n' | ndemon sweep --points - --keep-extra --columns cop --format jsonl
        {"cop":0.18500176817128894,"s":"\"x\"","n":12,"o":null,"l":[1, 2]}
        [0]
        $ printf '{"tc":0.5,"e4":1.3,"s":"\\"x\\"","n":12,"o":null,"l":[1, 2]}\n' | ndemon sweep --points - --keep-extra --columns cop
        cop,s,n,o,l
        0.18500176817128894,"""x""",12,,"[1, 2]"
        [0]
        $ printf ',tc,e4\n0,0.5,1.3\n' | ndemon sweep --points - --keep-extra --columns cop
        cop,
        0.18500176817128894,0
        [0]
        $ printf 'tc,e4,a,a\n0.5,1.3,1,2\n' | ndemon sweep --points - --keep-extra
        error: standard input: the column `a` appears twice
        [2]
        $ printf '{"tc":0.5,"e4":1.3,"s":"x\\ny"}\n' | ndemon sweep --points - --keep-extra
        error: standard input: line 1, column `s`: a text with a line break or a NUL cannot be passed through
        [2]
        $ printf 'tc,e4,lamda\n0.5,1.3,0.2\n' | ndemon sweep --points - --keep-extra --columns cop
        cop,lamda
        0.18500176817128894,0.2
        warning: the column `lamda` is passed through; is `lambda` meant?
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --keep-extra
        error: the following required arguments were not provided: --points <FILE>
        [2]
    "#]]
    .assert_eq(&session(&[
        "printf 'sample,tc,e4,note\\n007,0.5,1.3,\"a, \"\"b\"\"\"\\n,0.5,1.4, c\\n' | ndemon sweep --points - --keep-extra --columns cop,status",
        "printf 'tc;e4;note\\n0.5;1.3;\"a;b\"\\n' | ndemon sweep --points - --keep-extra --columns cop --format json",
        "printf '{\"tc\":0.5,\"e4\":1.3,\"s\":\"\\\\\"x\\\\\"\",\"n\":12,\"o\":null,\"l\":[1, 2]}\\n' | ndemon sweep --points - --keep-extra --columns cop --format jsonl",
        "printf '{\"tc\":0.5,\"e4\":1.3,\"s\":\"\\\\\"x\\\\\"\",\"n\":12,\"o\":null,\"l\":[1, 2]}\\n' | ndemon sweep --points - --keep-extra --columns cop",
        "printf ',tc,e4\\n0,0.5,1.3\\n' | ndemon sweep --points - --keep-extra --columns cop",
        "printf 'tc,e4,a,a\\n0.5,1.3,1,2\\n' | ndemon sweep --points - --keep-extra",
        "printf '{\"tc\":0.5,\"e4\":1.3,\"s\":\"x\\\\ny\"}\\n' | ndemon sweep --points - --keep-extra",
        "printf 'tc,e4,lamda\\n0.5,1.3,0.2\\n' | ndemon sweep --points - --keep-extra --columns cop",
        "ndemon sweep --tc 0.5 --e4 1.3 --keep-extra",
    ]));
}

#[test]
fn what_passes_through_comes_back_the_same() {
    // 40,000 rows, with texts of every length up to 30 and some that need quotes.
    let folder = folder("tables-extra");
    let line = "
        ndemon sweep --tc 0.1:0.9:200 --e4 1.1:1.45:200 --columns tc,e4,cop |
            awk -v q='\"' '{ s = substr(\"abcdefghijklmnopqrstuvwxyzabcd\", 1, NR % 31)
                if (NR == 1) print $0 \",sample,note\"
                else print $0 \",\" s \",\" (NR % 3 ? s : q s \", \" q q q) }' > own.csv
        again() { ndemon sweep --points \"$@\" --keep-extra --columns tc,e4,cop; }
        again own.csv | cmp - own.csv
        again own.csv --format jsonl > own.jsonl; again - < own.jsonl | cmp - own.csv
        for format in csv jsonl; do
            again own.csv --format $format -o whole
            ( trap '' XFSZ; ulimit -f 400; again own.csv --format $format -o cut 2> said ) && echo whole
            again own.csv --format $format -o cut --resume; cmp cut whole; rm cut whole
        done";
    assert_eq!(run(&folder, line), "[0]\n");
}

#[test]
fn a_table_says_which_resonances_it_is_of() {
    expect![[r#"
        $ printf 'tc,e4,gamma,resonances\n0.5,1.3,0.1,boxcar\n0.5,1.3,0.1,narrow\n0.5,1.3,0.1,\n' | ndemon sweep --points - --columns resonances,cop,tc_min
        resonances,cop,tc_min
        boxcar,0.17602752471912753,0.24102329827373142
        narrow,0.18500176817128894,0.2415384623900692
        narrow,0.18500176817128894,0.2415384623900692
        warning: gamma = 0.1 is more than a tenth of k_B·Tc at tc = 0.5: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --gamma 0.1 --resonances boxcar | ndemon sweep --points - --resonances narrow
        error: standard input: line 2, column `resonances`: `boxcar` contradicts --resonances narrow: drop the flag
        [2]
        $ printf '{"tc":0.5,"e4":1.3,"resonances":"wide"}\n' | ndemon sweep --points -
        error: standard input: line 1, column `resonances`: `wide` must be narrow or boxcar
        [2]
        $ printf '{"tc":0.5,"e4":1.3,"resonances":"boxcar"}\n' | ndemon sweep --points - --columns cop,status
        cop,status
        NaN,gamma=nan
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns +resonances | ndemon sweep --points - | cut -d, -f8-10
        lambda,resonances,fl1
        1.0,narrow,0.4829195455191581
        [0]
    "#]]
    .assert_eq(&session(&[
        "printf 'tc,e4,gamma,resonances\\n0.5,1.3,0.1,boxcar\\n0.5,1.3,0.1,narrow\\n0.5,1.3,0.1,\\n' | ndemon sweep --points - --columns resonances,cop,tc_min",
        "ndemon sweep --tc 0.5 --e4 1.3 --gamma 0.1 --resonances boxcar | ndemon sweep --points - --resonances narrow",
        "printf '{\"tc\":0.5,\"e4\":1.3,\"resonances\":\"wide\"}\\n' | ndemon sweep --points -",
        "printf '{\"tc\":0.5,\"e4\":1.3,\"resonances\":\"boxcar\"}\\n' | ndemon sweep --points - --columns cop,status",
        "ndemon sweep --tc 0.5 --e4 1.3 --columns +resonances | ndemon sweep --points - | cut -d, -f8-10",
    ]));
}

#[test]
fn what_can_never_have_an_answer_is_refused() {
    let refused = "error: --gamma is missing: gamma must be given where values have units, \
                   resonances a width, or photons carry heat\n[2]\n";
    for request in [
        "eval --tc 0.5 --e4 1.3",
        "sweep --tc 0:1:3 --e4 1.3",
        "sweep --tc 0:1:3 --e4 1.3 -o never.csv",
        "spread --tc 0.5 --e4 1.3+-0.1",
    ] {
        assert_eq!(sh(&format!("ndemon {request} --resonances boxcar")), refused, "{request}");
    }
    assert_eq!(refusal("tc,e4\\n0.5,1.3\\n", "--resonances boxcar") + "\n[2]\n", refused);
    // Where a row might have one, a bad one is a row.
    assert_eq!(
        swept("tc,e4,gamma\\n0.5,1.3,\\n", "--resonances boxcar"),
        "tc,e4,cop\n0.5,1.3,NaN\n[0]\n"
    );
}

#[test]
fn a_name_that_breaks_a_line_is_refused() {
    let folder = folder("tables-names");
    fs::write(folder.join("t.jsonl"), r#"{"tc":0.5,"e4":1.3,"x\ny":"a"}"#).unwrap();
    let output = run(&folder, "ndemon sweep --points t.jsonl --keep-extra --columns tc");
    let said =
        "the name of the column \"x\\ny\" has a line break or a NUL and cannot be passed through";
    assert_eq!(output, format!("error: t.jsonl: {said}\n[2]\n"));
}
