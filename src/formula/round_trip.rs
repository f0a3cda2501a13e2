//! Random trees are printed and read again; random texts are read or have a fault within them.

use super::{Argument, Formula, Function, Literal, Node, Operator, Shape, Term};
use proptest::prelude::*;

/// A tree without places.
fn bare(node: &Node) -> Node {
    let all = |node: &Node| Box::new(bare(node));
    let term = match &node.term {
        Term::Negated(inner) => Term::Negated(all(inner)),
        Term::Operation(operator, a, b) => Term::Operation(*operator, all(a), all(b)),
        Term::Power(base, exponent) => Term::Power(all(base), *exponent),
        Term::Call(function, arguments) => {
            Term::Call(*function, arguments.iter().map(bare).collect())
        }
        Term::Shape(shape, arguments) => {
            Term::Shape(*shape, arguments.iter().map(|(name, node)| (*name, bare(node))).collect())
        }
        Term::Sum { index, first, last, body } => {
            Term::Sum { index: index.clone(), first: all(first), last: all(last), body: all(body) }
        }
        Term::Table { path, value, x } => {
            Term::Table { path: path.clone(), value: value.clone(), x: x.as_deref().map(all) }
        }
        Term::At(name, energies) => Term::At(name.clone(), energies.iter().map(bare).collect()),
        term => term.clone(),
    };
    Node { span: 0..0, term }
}

fn node(term: Term) -> Node {
    Node { span: 0..0, term }
}

fn any_node() -> impl Strategy<Value = Node> {
    let literal = (
        prop::sample::select(vec!["0", "12", "1.5", "1e-3", "2.5e7"]),
        prop::sample::select(vec!["", "mK", "\u{b5}eV", "GHz", "V"]),
    );
    let number = literal.prop_map(|(digits, unit)| {
        node(Term::Number(Literal { digits: digits.into(), unit: unit.into() }))
    });
    let name = prop::sample::select(vec!["E", "w", "T_h", "mu_c", "exp2"])
        .prop_map(|name: &str| node(Term::Name(name.into())));
    prop_oneof![number, name].prop_recursive(6, 40, 3, |inner| {
        let one = inner.clone().prop_map(Box::new);
        let operator = prop::sample::select(vec![
            Operator::Add,
            Operator::Subtract,
            Operator::Multiply,
            Operator::Divide,
        ]);
        prop_oneof![
            one.clone().prop_map(|inner| node(Term::Negated(inner))),
            (operator, one.clone(), one.clone())
                .prop_map(|(o, a, b)| node(Term::Operation(o, a, b))),
            (one.clone(), -9..9).prop_map(|(base, exponent)| node(Term::Power(base, exponent))),
            inner.clone().prop_map(|a| node(Term::Call(Function::Exp, vec![a]))),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| node(Term::Call(Function::Max, vec![a, b]))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| {
                node(Term::Shape(Shape::Qpc, vec![(Argument::Width, a), (Argument::At, b)]))
            }),
            one.clone().prop_map(|body| {
                let bound = |digits: &str| {
                    node(Term::Number(Literal { digits: digits.into(), unit: "".into() }))
                };
                let first = Box::new(node(Term::Negated(Box::new(bound("2")))));
                let last = Box::new(node(Term::Name("N".into())));
                node(Term::Sum { index: "k".into(), first, last, body })
            }),
            (prop::option::of(Just("T\"s".into())), prop::option::of(one.clone()))
                .prop_map(|(value, x)| node(Term::Table { path: "f.csv".into(), value, x })),
            one.clone().prop_map(|energy| node(Term::At("T_a_b".into(), vec![*energy]))),
            (one.clone(), one)
                .prop_map(|(from, to)| node(Term::At("beta_a".into(), vec![*from, *to]))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same_tree(tree in any_node()) {
        let text = tree.to_string();
        let read = Formula::parse(&text).unwrap();
        prop_assert_eq!(format!("{:?}", bare(&read.root)), format!("{:?}", tree), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_has_a_fault_within_it(text in any::<String>()) {
        if let Err(fault) = Formula::parse(&text) {
            prop_assert!(text.get(fault.span).is_some());
        }
    }

    #[test]
    fn so_is_any_text_of_the_characters_of_formulas(
        text in r#"([-+*/^(),=:.'" 0-9eEkKVT_]|sum\(|exp\(|qpc\(|at=|width=|f_|mK|table\(|\u{2212}|\u{b5}eV){0,30}"#
    ) {
        if let Err(fault) = Formula::parse(&text) {
            prop_assert!(text.get(fault.span).is_some());
        }
    }
}
