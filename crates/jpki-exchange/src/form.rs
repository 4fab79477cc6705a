use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::ExchangeError;
use crate::limits::Limits;

/// Reads a document of this format and version. Only what cannot be read is looked at twice, for its kind and version.
pub(crate) fn from_json<W: DeserializeOwned + Headed>(
    bytes: &[u8],
    format: &str,
    most: usize,
) -> Result<W, ExchangeError> {
    if bytes.len() > most {
        return Err(ExchangeError::TooLarge);
    }
    check_depth(bytes)?;
    match serde_json::from_slice::<W>(bytes) {
        Ok(wire) => {
            let (found, version) = wire.head();
            check_head(found, version, format).map(|()| wire)
        }
        Err(_) => {
            let head: Head = serde_json::from_slice(bytes).map_err(|_| ExchangeError::Malformed)?;
            check_head(&head.format, head.version, format)?;
            Err(ExchangeError::Malformed)
        }
    }
}

/// A document that says what it is.
pub(crate) trait Headed {
    fn head(&self) -> (&str, u64);
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

fn check_head(found: &str, version: u64, format: &str) -> Result<(), ExchangeError> {
    if found != format {
        return Err(ExchangeError::OtherFormat);
    }
    if version == 1 { Ok(()) } else { Err(ExchangeError::UnknownVersion) }
}

/// Counts brackets outside texts, so that no parser is asked to follow them down.
fn check_depth(json: &[u8]) -> Result<(), ExchangeError> {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in json {
        match (in_text, byte) {
            (true, _) if is_escaped => is_escaped = false,
            (true, b'\\') => is_escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => depth = depth.saturating_add(1),
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > Limits::DEPTH {
            return Err(ExchangeError::TooDeep);
        }
    }
    Ok(())
}

/// Defines a message: its fields, its format, and how many octets it has at most.
macro_rules! message {
    (
        $(#[$attribute:meta])*
        $name:ident, $format:literal, $most:expr, {
            $( $(#[$field_attribute:meta])* $field:ident: $type:ty, )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug)]
        #[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
        pub struct $name { $( $(#[$field_attribute])* pub $field: $type, )+ }

        const _: () = {
            use $crate::field::Field;

            #[derive(serde::Serialize, serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            struct Wire {
                format: String,
                version: u64,
                $( $field: <$type as Field>::Wire, )+
            }

            impl $crate::form::Headed for Wire {
                fn head(&self) -> (&str, u64) {
                    (&self.format, self.version)
                }
            }

            impl $name {
                /// What the message calls itself.
                pub const FORMAT: &'static str = $format;
                /// How many octets it has at most.
                pub const MOST_BYTES: usize = $most;

                /// Reads the message as the other side sent it.
                ///
                /// # Errors
                /// [`ExchangeError`](crate::ExchangeError) if it is refused.
                pub fn from_json(bytes: &[u8]) -> Result<Self, $crate::ExchangeError> {
                    let wire: Wire = $crate::form::from_json(bytes, $format, $most)?;
                    Ok(Self { $( $field: Field::read(wire.$field)?, )+ })
                }

                /// Writes the message, which is gone thereby. The octets are wiped when dropped.
                ///
                /// # Errors
                /// [`ExchangeError::TooLarge`](crate::ExchangeError) if the other side would refuse it.
                pub fn into_json(self) -> Result<zeroize::Zeroizing<Vec<u8>>, $crate::ExchangeError> {
                    let wire = Wire {
                        format: $format.to_owned(),
                        version: 1,
                        $( $field: self.$field.write(), )+
                    };
                    let mut json = zeroize::Zeroizing::new(Vec::with_capacity(16 * 1024));
                    serde_json::to_writer(&mut *json, &wire)
                        .map_err(|_| $crate::ExchangeError::Malformed)?;
                    if json.len() > $most {
                        return Err($crate::ExchangeError::TooLarge);
                    }
                    Ok(json)
                }
            }
        };
    };
}
pub(crate) use message;

/// Defines a record within messages.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        $name:ident {
            $( $(#[$field_attribute:meta])* $field:ident: $type:ty, )+
        }
    ) => {
        $(#[$attribute])*
        #[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
        pub struct $name { $( $(#[$field_attribute])* pub $field: $type, )+ }

        const _: () = {
            use $crate::field::Field;

            #[derive(serde::Serialize, serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            #[expect(unreachable_pub, reason = "as visible as the record, in whose trait it stands")]
            pub struct Wire { $( $field: <$type as Field>::Wire, )+ }

            impl Field for $name {
                type Wire = Wire;

                fn read(wire: Wire) -> Result<Self, $crate::ExchangeError> {
                    Ok(Self { $( $field: Field::read(wire.$field)?, )+ })
                }

                fn write(self) -> Wire {
                    Wire { $( $field: self.$field.write(), )+ }
                }
            }
        };
    };
}
pub(crate) use record;
