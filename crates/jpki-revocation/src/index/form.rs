/// The kind of an index, with what is not in its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexForm {
    Ascending { least: u32, width: u32, entry_length: Option<u32> },
    Hashed,
}

impl IndexForm {
    pub(crate) const BYTES: usize = 16;

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let fields = match self {
            Self::Ascending { least, width, entry_length } => {
                [1, least, width, entry_length.unwrap_or(0)]
            }
            Self::Hashed => [2, 0, 0, 0],
        };
        let mut bytes = [0; Self::BYTES];
        let places = bytes.as_chunks_mut::<4>().0;
        places.iter_mut().zip(fields).for_each(|(place, field)| *place = field.to_le_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: [u8; Self::BYTES]) -> Option<Self> {
        let [kind, least, width, entry_length] = *bytes.as_chunks::<4>().0 else { return None };
        let [least, width, entry_length] = [least, width, entry_length].map(u32::from_le_bytes);
        match u32::from_le_bytes(kind) {
            1 => {
                let entry_length = (entry_length != 0).then_some(entry_length);
                Some(Self::Ascending { least, width, entry_length })
            }
            2 => Some(Self::Hashed),
            _ => None,
        }
    }
}
