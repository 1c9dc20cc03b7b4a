//! Work on many values, shared among threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many values a thread takes at once: they differ in size, so each thread takes the next ones
/// when it is done with its own.
const SHARE: usize = 16;

/// What `work` makes of each value, in the order of the values. Where it makes the same of the same
/// value, the number of threads shows in nothing but the time.
pub(crate) fn map<'v, V: Sync, R: Send>(
    threads: NonZero<usize>,
    values: &'v [V],
    work: impl Fn(&'v V) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = values.chunks(SHARE).nth(number) else {
                return done;
            };
            done.push((number, share.iter().map(&work).collect()));
        }
    };
    let mut shares = thread::scope(|scope| {
        // This thread is one of them.
        let others: Vec<_> = (1..threads.get()).map(|_| scope.spawn(worker)).collect();
        let mut shares = worker();
        for other in others {
            match other.join() {
                Ok(more) => shares.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        shares
    });
    shares.sort_unstable_by_key(|(number, _)| *number);
    shares.into_iter().flat_map(|(_, done)| done).collect()
}

/// As many threads as this process may run at once.
pub fn all_cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_values_whatever_the_number_of_threads() {
        for length in [0, 1, SHARE, 1000] {
            let values: Vec<usize> = (0..length).collect();
            let doubled: Vec<usize> = values.iter().map(|value| value * 2).collect();
            for threads in [1, 2, 7] {
                let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
                assert_eq!(map(threads, &values, |value| value * 2), doubled);
            }
        }
    }
}
