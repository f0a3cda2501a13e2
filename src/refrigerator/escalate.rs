//! Points that the light arithmetic does not decide, in as many bits as it takes.

use super::certify::Certifier;
use super::climb::lost_bits;
use super::currents::carnot;
use super::solution::Solution;
use super::verdict::{assemble, assemble_limit};
use super::{Currents, Demon, Device, Refrigerator, cop_limit};
use crate::numeric::{Real, Wide};

/// Solves a point in as many bits as it takes.
pub(super) fn solve_wide(point: &Refrigerator) -> Solution {
    // No use in fewer bits than the x_i lose.
    let lost = lost_bits(point.point());
    let try_from = |bits: f64| (lost < 0.75 * bits).then_some(());
    try_from(256.0)
        .and_then(|()| wide::<256>(point, false))
        .or_else(|| try_from(512.0).and_then(|()| wide::<512>(point, false)))
        .or_else(|| try_from(1024.0).and_then(|()| wide::<1024>(point, false)))
        .or_else(|| try_from(2048.0).and_then(|()| wide::<2048>(point, false)))
        .or_else(|| wide::<4096>(point, false))
        .or_else(|| wide::<8192>(point, false))
        .or_else(|| wide::<8192>(point, true))
        .unwrap_or_else(|| unreachable!("without bounds nothing is uncertain"))
}

/// Solves a point in so many bits; `trusting`, as if they were all of them.
fn wide<const BITS: usize>(point: &Refrigerator, trusting: bool) -> Option<Solution> {
    let device = Device::<Wide<BITS>>::new(&point.point().values(), point.point().units());
    let device = device.driven(point.point().drive());
    let certifier = match trusting {
        true => Certifier::trusting(&device),
        false => Certifier::new(&device),
    };
    let cop_carnot = certifier.round(&carnot(&device), 1.0);
    let demon = Demon::new(&device);
    let certain = certifier.demon(&demon);
    if point.is_idle() {
        let cop = certifier.round(&cop_limit(&device), 1.0);
        return assemble_limit(point, &certain, cop, cop_carnot);
    }
    // Not before the demon is known to be physical: l_i > 0.
    let currents = || Some(certifier.currents(&demon, &Currents::new(&device, &demon)));
    assemble(point, &certain, currents, cop_carnot)
}

/// The Carnot bound alone, which depends on so few digits of the inputs that it lies beside a tie
/// more often than other results, and then for every point with these temperatures.
pub(super) fn carnot_wide(point: &Refrigerator) -> f64 {
    // Twice the digits that a quotient of a double and a difference of two has at a tie.
    let [th, tc, ..] = point.point().values();
    let carnot = Wide::<512>::input(tc) / Wide::difference(th, tc);
    carnot.to_f64()
}
