//! Work in pieces, by several threads, delivered in order.

use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Does the work on `rows` in pieces of this size, on so many threads, and delivers what comes of the
/// pieces in order with their numbers of rows. Each thread has a worker of its own, and a place for
/// what comes of a piece, which the work begins anew.
///
/// # Errors
/// The first failure of a delivery; no further piece is delivered then.
pub fn ordered<W, O: Default, E: Send>(
    rows: Range<u64>,
    size: u64,
    jobs: NonZero<usize>,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, Range<u64>, &mut O) + Sync,
    mut deliver: impl FnMut(&O, u64) -> Result<(), E> + Send,
) -> Result<(), E> {
    let pieces = (rows.end - rows.start).div_ceil(size);
    let piece = |number: u64| {
        let start = rows.start + number * size;
        start..rows.end.min(start.saturating_add(size))
    };
    if jobs.get() == 1 || pieces < 2 {
        let (mut worker, mut output) = (worker(), O::default());
        for rows in (0..pieces).map(piece) {
            work(&mut worker, rows.clone(), &mut output);
            deliver(&output, rows.end - rows.start)?;
        }
        return Ok(());
    }
    let tickets = AtomicU64::new(0);
    let turn = Turn { next: 0, ended: None, deliver };
    let queue = Queue { turn: Mutex::new(turn), moved: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 0..pieces.min(jobs.get() as u64) {
            scope.spawn(|| {
                let _end = EndOnPanic(&queue);
                let (mut worker, mut output) = (worker(), O::default());
                loop {
                    let number = tickets.fetch_add(1, Ordering::Relaxed);
                    if number >= pieces {
                        return;
                    }
                    let rows = piece(number);
                    work(&mut worker, rows.clone(), &mut output);
                    let mut turn = queue.lock();
                    while turn.next != number && turn.ended.is_none() {
                        turn = queue.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
                    }
                    if turn.ended.is_some() {
                        return;
                    }
                    match (turn.deliver)(&output, rows.end - rows.start) {
                        Ok(()) => turn.next += 1,
                        Err(error) => turn.ended = Some(Some(error)),
                    }
                    queue.moved.notify_all();
                }
            });
        }
    });
    let turn = queue.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    turn.ended.flatten().map_or(Ok(()), Err)
}

struct Turn<E, D> {
    /// The piece that is to be delivered next.
    next: u64,
    /// Why none is, or that a thread has panicked.
    ended: Option<Option<E>>,
    deliver: D,
}

struct Queue<E, D> {
    turn: Mutex<Turn<E, D>>,
    moved: Condvar,
}

impl<E, D> Queue<E, D> {
    fn lock(&self) -> MutexGuard<'_, Turn<E, D>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets nobody wait for the piece of a thread that has panicked.
struct EndOnPanic<'a, E, D>(&'a Queue<E, D>);

impl<E, D> Drop for EndOnPanic<'_, E, D> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().ended.get_or_insert(None);
            self.0.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rows: Range<u64>, jobs: usize, most: usize) -> (Vec<u64>, Result<(), usize>) {
        let mut seen = Vec::new();
        let jobs = NonZero::new(jobs).unwrap();
        let work = |_: &mut (), rows: Range<u64>, bytes: &mut Vec<u8>| {
            bytes.clear();
            rows.for_each(|row| bytes.extend(row.to_le_bytes()));
        };
        let done = ordered(
            rows,
            2048,
            jobs,
            || (),
            work,
            |bytes: &Vec<u8>, count| {
                assert_eq!(bytes.len() as u64, 8 * count);
                seen.extend(bytes.chunks(8).map(|row| u64::from_le_bytes(row.try_into().unwrap())));
                if seen.len() > most { Err(seen.len()) } else { Ok(()) }
            },
        );
        (seen, done)
    }

    #[test]
    fn pieces_come_in_order_whoever_did_them() {
        for rows in [0..0, 5..6, 3..100_003, 0..4096] {
            for jobs in [1, 2, 7] {
                let (seen, done) = run(rows.clone(), jobs, usize::MAX);
                assert!(seen.into_iter().eq(rows.clone()));
                assert_eq!(done, Ok(()));
            }
        }
    }

    #[test]
    fn a_failure_is_the_end() {
        for jobs in [1, 3] {
            let (seen, done) = run(0..1_000_000, jobs, 5000);
            assert_eq!(done, Err(seen.len()));
            assert_eq!(seen.len(), 6144);
        }
    }

    #[test]
    #[should_panic]
    fn a_panic_leaves_nobody_waiting() {
        let work = |_: &mut (), rows: Range<u64>, _: &mut ()| assert!(rows.start < 8192);
        let jobs = NonZero::new(3).unwrap();
        let _: Result<(), ()> = ordered(0..1_000_000, 2048, jobs, || (), work, |_, _| Ok(()));
    }
}
