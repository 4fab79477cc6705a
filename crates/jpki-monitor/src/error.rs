use std::error::Error;
use std::io;

/// Reason why a run stopped. Its results so far are kept, and the next run resumes there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MonitorError {
    /// A file of the monitor cannot be read or written.
    #[error("the monitor's folder: {0}")]
    File(#[from] io::Error),
    /// Another process works in the folder.
    #[error("another process works in the monitor's folder")]
    InUse,
    /// What is on disk is not of this form.
    #[error("the monitor's files are damaged, or of another version")]
    Damaged,
    /// What is on disk was written by a later version of the monitor.
    #[error(
        "the monitor's files are of form {form}, which only a later version of the monitor reads"
    )]
    NewerForm {
        /// The form that the files say they have.
        form: u32,
    },
    /// Others may enter the folder, and it holds files that are not the monitor's, so that it cannot be taken
    /// from them.
    #[error(
        "the monitor's folder is open to others and holds other files: give it a folder of its own"
    )]
    OpenToOthers,
    /// The customers do not come in ascending order, each once.
    #[error("customer {position} does not come after the one before: they must ascend, each once")]
    OutOfOrder {
        /// Position of the customer, counted from 1.
        position: u64,
    },
    /// The function that returns the status of many customers did not return one for each.
    #[error("the states of customers are not as many as the customers")]
    StatesMiscounted,
    /// The customers cannot be read.
    #[error(transparent)]
    Customers(Box<dyn Error + Send + Sync>),
}
