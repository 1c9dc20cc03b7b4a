//! Work on many values, shared among threads.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many values a thread takes at once, at the most: they differ in size, so each thread takes the next
/// ones when it is done with its own.
const SHARE: usize = 16;

/// How many times a thread takes some of few values.
const TURNS: usize = 8;

/// What `work` makes of each value, in the order of the values. Where it makes the same of the same
/// value, the number of threads shows in nothing but the time.
pub fn map<V: Send, R: Send>(
    threads: NonZero<usize>,
    values: impl ExactSizeIterator<Item = V> + Send,
    work: impl Fn(V) -> R + Sync,
) -> Vec<R> {
    let most = (values.len() / threads.get() / TURNS).clamp(1, SHARE);
    let left = Mutex::new(values.enumerate());
    let worker = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            // A thread that panicked while it took some took them whole.
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            let share: Vec<(usize, V)> = left.by_ref().take(most).collect();
            drop(left);
            let Some(number) = share.first().map(|(number, _)| *number) else {
                return done;
            };
            let results = share.into_iter().map(|(_, value)| work(value));
            done.push((number, results.collect()));
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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_values_whatever_the_number_of_threads() {
        for length in [0, 1, SHARE, 1000] {
            let values: Vec<usize> = (0..length).collect();
            let doubled: Vec<usize> = values.iter().map(|value| value * 2).collect();
            for threads in [1, 2, 7] {
                let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
                assert_eq!(map(threads, values.iter(), |value| value * 2), doubled);
            }
        }
    }

    #[test]
    fn what_threads_make_in_turns_stands_in_order() {
        let threads = NonZero::new(2).unwrap_or(NonZero::<usize>::MIN);
        let begun = AtomicUsize::new(0);
        let results = map(threads, 0..1000, |value| {
            begun.fetch_max(value, Ordering::AcqRel);
            // So neither thread has two shares in a row: the other one must have begun with the next.
            while value < 2 * SHARE && begun.load(Ordering::Acquire) / SHARE <= value / SHARE {
                thread::yield_now();
            }
            value
        });
        assert!(results.into_iter().eq(0..1000));
    }
}
