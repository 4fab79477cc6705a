use indicatif::ProgressStyle;

use crate::Progress;

/// Progress of a run on a terminal: customers done, rate, time left, changes. Says nothing where there is no
/// terminal.
#[derive(Debug)]
pub struct ProgressBar(indicatif::ProgressBar);

impl ProgressBar {
    /// A bar for this many customers.
    #[must_use]
    pub fn new(customers: u64) -> Self {
        let bar = indicatif::ProgressBar::new(customers);
        let style = "{bar:30} {human_pos}/{human_len} {per_sec} {eta} {msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Shows how far the run has come.
    pub fn show(&self, progress: Progress) {
        self.0.set_position(progress.done);
        self.0.set_message(format!("{} changes", progress.changes));
    }
}
