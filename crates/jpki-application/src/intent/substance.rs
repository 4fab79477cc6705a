/// A challenge has 16 to 64 random bytes; written in hexadecimal that is at most twice as much.
const LONGEST_CHALLENGE: usize = 128;

/// A shorter word of digits may be a number that means something.
const SHORTEST_CHALLENGE: usize = 16;

// Requirement: WYS-04
pub(super) fn looks_random(bytes: &[u8], length: u64) -> bool {
    if bytes.len() as u64 != length || bytes.len() > LONGEST_CHALLENGE {
        return false;
    }
    match core::str::from_utf8(bytes) {
        Err(_) => true,
        Ok(text) => {
            let text = text.trim();
            text.is_empty()
                || text
                    .chars()
                    .any(|character| character.is_control() && !character.is_whitespace())
                || (text.len() >= SHORTEST_CHALLENGE && is_digits(text))
        }
    }
}

/// One word of hexadecimal, base64 or base64url digits, or a UUID, with a digit in it.
fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte))
        && text.bytes().any(|byte| byte.is_ascii_digit())
}
