//! Works that take turns, so that what slows the machine for a while slows them all.

use std::time::{Duration, Instant};

/// How long the runs of a work took, in ascending order.
pub struct Times(Vec<Duration>);

impl Times {
    /// The least time, which repeats best.
    pub fn least(&self) -> Duration {
        self.0.first().copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
    }
}

/// Runs each work so many times. A work says itself how long it took: see [`time()`].
pub fn in_turns<const N: usize>(
    runs: usize,
    mut works: [&mut dyn FnMut() -> Duration; N],
) -> [Times; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..runs {
        for (work, times) in works.iter_mut().zip(&mut times) {
            times.push(work());
        }
    }
    times.map(|mut times| {
        times.sort();
        Times(times)
    })
}

pub fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
