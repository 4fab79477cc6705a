use alloc::vec::Vec;
use core::slice;

use super::Check;

/// Checks in the order of a report, each before its parts, with how deep it lies.
pub(super) struct PreOrder<'r> {
    current: slice::Iter<'r, Check>,
    /// What is left of the levels above.
    above: Vec<slice::Iter<'r, Check>>,
}

impl<'r> PreOrder<'r> {
    pub(super) fn of(checks: &'r [Check]) -> Self {
        Self { current: checks.iter(), above: Vec::new() }
    }

    /// Passes over the parts of the check that came last.
    pub(super) fn skip_parts_of(&mut self, check: &Check) {
        if !check.parts().is_empty() {
            self.current = self.above.pop().unwrap_or_default();
        }
    }
}

impl<'r> Iterator for PreOrder<'r> {
    type Item = (usize, &'r Check);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let depth = self.above.len();
            if let Some(check) = self.current.next() {
                if !check.parts().is_empty() {
                    let rest = core::mem::replace(&mut self.current, check.parts().iter());
                    self.above.push(rest);
                }
                return Some((depth, check));
            }
            self.current = self.above.pop()?;
        }
    }
}
