//! Work in pieces, by several threads, delivered in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

/// Splits `rows` into pieces of `size` rows, works on them in `jobs` threads, and delivers the outputs
/// in the order of the rows.
///
/// Each thread makes one worker by `worker` and keeps it. `work` fills an output from a piece; the output
/// may still hold an earlier piece, so `work` must clear it first. `deliver` gets each output with the
/// number of rows of its piece. A thread that has finished a piece starts the next one at once. It waits
/// only if as many finished pieces as there are threads are held back by an unfinished earlier piece.
///
/// The calling thread is one of the threads. If the system grants fewer other threads than were asked
/// for, the threads that it grants do all of the work.
///
/// # Errors
/// The first failure of a delivery; no further piece is delivered then.
pub fn ordered<W, O: Default + Send, E: Send>(
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
    let turn = Turn { next: 0, ready: BTreeMap::new(), free: Vec::new(), ended: None, deliver };
    let queue = Queue { turn: Mutex::new(turn), moved: Condvar::new() };
    let wanted = usize::try_from(pieces).unwrap_or(usize::MAX).min(jobs.get());
    let (wanted, room) = with_room(wanted);
    let threads = AtomicUsize::new(wanted);
    let take_part = || {
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
            turn.ready.insert(number, (output, rows.end - rows.start));
            turn.deliver_ready();
            queue.moved.notify_all();
            // The thread that works on the missing piece never waits here, so the others are woken again.
            while turn.ready.len() >= threads.load(Ordering::Relaxed) && turn.ended.is_none() {
                turn = queue.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
            }
            if turn.ended.is_some() {
                return;
            }
            output = turn.free.pop().unwrap_or_default();
        }
    };
    std::thread::scope(|scope| {
        let begins = |_: &usize| Builder::new().spawn_scoped(scope, take_part).is_ok();
        let others = (1..wanted).take_while(begins).count();
        threads.store(1 + others, Ordering::Relaxed);
        drop(room);
        take_part();
    });
    let turn = queue.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    turn.ended.flatten().map_or(Ok(()), Err)
}

/// Halves the number of wanted threads until the address space has room for all of them. Returns that
/// number and the reserved room; the caller starts the threads and then drops the room, so that they can
/// use it.
///
/// If address space is limited, the threads could otherwise use all of it by existing, and the work of
/// every thread would fail.
fn with_room(wanted: usize) -> (usize, Vec<u8>) {
    /// The heap that glibc reserves for a thread, 64 MiB, its stack and some more.
    const ROOM: usize = 80 << 20;
    let (mut threads, mut room) = (wanted, Vec::new());
    while threads > 1 && room.try_reserve_exact(threads.saturating_mul(ROOM)).is_err() {
        threads /= 2;
    }
    // Without `black_box` the compiler may remove a reservation that nobody uses.
    (threads, std::hint::black_box(room))
}

struct Turn<O, E, D> {
    /// The piece that is to be delivered next.
    next: u64,
    /// The outputs of finished pieces after `next`, by number, with their numbers of rows.
    ready: BTreeMap<u64, (O, u64)>,
    /// Outputs that have been delivered and can be filled again.
    free: Vec<O>,
    /// Set once nothing more is to be delivered: to the failure of a delivery, or to `None` within if a
    /// thread has panicked.
    ended: Option<Option<E>>,
    deliver: D,
}

impl<O, E, D: FnMut(&O, u64) -> Result<(), E>> Turn<O, E, D> {
    fn deliver_ready(&mut self) {
        while self.ended.is_none()
            && let Some((output, rows)) = self.ready.remove(&self.next)
        {
            match (self.deliver)(&output, rows) {
                Ok(()) => self.next += 1,
                Err(error) => self.ended = Some(Some(error)),
            }
            self.free.push(output);
        }
    }
}

struct Queue<O, E, D> {
    turn: Mutex<Turn<O, E, D>>,
    moved: Condvar,
}

impl<O, E, D> Queue<O, E, D> {
    fn lock(&self) -> MutexGuard<'_, Turn<O, E, D>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets nobody wait for the piece of a thread that has panicked.
struct EndOnPanic<'a, O, E, D>(&'a Queue<O, E, D>);

impl<O, E, D> Drop for EndOnPanic<'_, O, E, D> {
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
    use std::time::{Duration, Instant};

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

    /// While the first piece is being done, each of the two other threads goes on until it has done
    /// one after which three are ready: that is four, no fewer and no more.
    #[test]
    fn a_slow_piece_is_overtaken_by_a_few() {
        let begun = AtomicU64::new(0);
        let work = |_: &mut (), rows: Range<u64>, _: &mut ()| {
            begun.fetch_add(1, Ordering::SeqCst);
            let started = Instant::now();
            while rows.start == 0 && begun.load(Ordering::SeqCst) < 5 {
                assert!(started.elapsed() < Duration::from_secs(60), "nobody goes on");
                std::thread::yield_now();
            }
            if rows.start == 0 {
                std::thread::sleep(Duration::from_millis(20));
                assert_eq!(begun.load(Ordering::SeqCst), 5);
            }
        };
        let jobs = NonZero::new(3).unwrap();
        let done = ordered(0..9, 1, jobs, || (), work, |(), _| Ok::<(), ()>(()));
        assert_eq!((done, begun.into_inner()), (Ok(()), 9));
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
