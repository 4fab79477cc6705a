use core::fmt;

use super::{Decode, DerError, Reader};

/// `SEQUENCE SIZE (1..MAX) OF T`: one value or more, each found well formed.
#[derive(Clone, Copy)]
pub struct SequenceOf<'a, T> {
    first: T,
    rest: Reader<'a>,
}

impl<'a, T: Decode<'a> + Copy> SequenceOf<'a, T> {
    /// Reads the content of the sequence to its end, whatever its tag was.
    ///
    /// # Errors
    /// If there is no value, or one is malformed.
    pub fn read_content(mut content: Reader<'a>) -> Result<Self, DerError> {
        let first = T::read(&mut content)?;
        let rest = content;
        while !content.is_empty() {
            T::read(&mut content)?;
        }
        Ok(Self { first, rest })
    }

    /// Returns the values in their order.
    #[must_use]
    pub const fn iter(&self) -> SequenceIter<'a, T> {
        SequenceIter { first: Some(self.first), rest: self.rest }
    }
}

impl<'a, T: Decode<'a> + Copy> IntoIterator for SequenceOf<'a, T> {
    type Item = T;
    type IntoIter = SequenceIter<'a, T>;

    fn into_iter(self) -> SequenceIter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Decode<'a> + Copy> Decode<'a> for SequenceOf<'a, T> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        Self::read_content(reader.sequence()?)
    }
}

impl<'a, T: Decode<'a> + Copy + fmt::Debug> fmt::Debug for SequenceOf<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The values of a [`SequenceOf`].
#[derive(Clone, Debug)]
pub struct SequenceIter<'a, T> {
    first: Option<T>,
    rest: Reader<'a>,
}

impl<'a, T: Decode<'a>> Iterator for SequenceIter<'a, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self.first.take() {
            None if self.rest.is_empty() => None,
            None => T::read(&mut self.rest).ok(),
            first => first,
        }
    }
}
