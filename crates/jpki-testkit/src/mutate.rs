//! Mutators: bytes that were right, made wrong. They take any input and never panic, so that fuzz
//! targets can use them.

use crate::seed::Choices;

/// The input with one bit flipped, counted from the first byte's highest bit; unchanged if there is
/// no such bit.
pub fn flip_bit(input: &[u8], bit: usize) -> Vec<u8> {
    let mut output = input.to_vec();
    if let Some(byte) = output.get_mut(bit / 8) {
        *byte ^= 0x80 >> (bit % 8);
    }
    output
}

/// Each single-bit flip of the input, with the bit's number.
pub fn bit_flips(input: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    (0..input.len().saturating_mul(8)).map(|bit| (bit, flip_bit(input, bit)))
}

/// Each true prefix of the input, the empty one first.
pub fn truncations(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..input.len()).map(|length| &input[..length])
}

/// The input with one random change out of those in this module.
pub fn mutate(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    if input.is_empty() {
        return vec![choices.byte()];
    }
    match choices.below(9) {
        0 | 1 => flip_bit(input, choices.below(input.len() as u64 * 8) as usize),
        2 => input[..place(input, choices)].to_vec(),
        3 => replace_byte(input, choices),
        4 => insert_bytes(input, choices),
        5 => remove_bytes(input, choices),
        6 => tamper_length(input, choices),
        7 => remove_element(input, choices),
        _ => repeat_element(input, choices),
    }
}

/// The input with its end taken from the donor.
pub fn splice(input: &[u8], donor: &[u8], choices: &mut Choices) -> Vec<u8> {
    let mut output = input[..place(input, choices)].to_vec();
    output.extend_from_slice(&donor[place(donor, choices)..]);
    output
}

/// The input with one of its elements replaced by an element of the donor. Lengths around it stay as
/// they were, right only if the two elements are equally long.
pub fn graft(input: &[u8], donor: &[u8], choices: &mut Choices) -> Vec<u8> {
    match (choices.pick(&elements(input)), choices.pick(&elements(donor))) {
        (Some(out), Some(new)) => replaced(input, out.whole(), &donor[new.whole()]),
        _ => input.to_vec(),
    }
}

/// The input with the first length byte of one of its elements changed: one more, one less, the long
/// form, indefinite, or enormous.
pub fn tamper_length(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    let Some(element) = choices.pick(&elements(input)).copied() else {
        return input.to_vec();
    };
    let position = element.start + 1;
    let length = input[position];
    let replacement: &[u8] = match choices.below(6) {
        0 => &[length.wrapping_add(1)],
        1 => &[length.wrapping_sub(1)],
        2 => &[0x81, length],
        3 => &[0x80],
        4 => &[0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        _ => &[0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    };
    replaced(input, position..position + 1, replacement)
}

/// The input without one of its elements; lengths around it stay as they were.
pub fn remove_element(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    match choices.pick(&elements(input)) {
        Some(element) => replaced(input, element.whole(), &[]),
        None => input.to_vec(),
    }
}

/// The input with one of its elements written twice; lengths around it stay as they were.
pub fn repeat_element(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    match choices.pick(&elements(input)) {
        Some(element) => replaced(input, element.end..element.end, &input[element.whole()]),
        None => input.to_vec(),
    }
}

fn replace_byte(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    const TELLING: [u8; 8] = [0x00, 0x01, 0x7F, 0x80, 0x84, 0xA0, 0x30, 0xFF];
    let position = place(input, choices);
    let byte = choices.pick(&TELLING).copied().unwrap_or_default();
    replaced(input, position..position + 1, &[byte])
}

fn insert_bytes(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    let mut bytes = vec![0; 1 + choices.below(8) as usize];
    choices.fill(&mut bytes);
    let position = place(input, choices);
    replaced(input, position..position, &bytes)
}

fn remove_bytes(input: &[u8], choices: &mut Choices) -> Vec<u8> {
    let position = place(input, choices);
    let end = (position + 1 + choices.below(8) as usize).min(input.len());
    replaced(input, position..end, &[])
}

fn replaced(input: &[u8], range: std::ops::Range<usize>, replacement: &[u8]) -> Vec<u8> {
    [&input[..range.start], replacement, &input[range.end..]].concat()
}

/// A place in the input; 0 in an empty one.
fn place(input: &[u8], choices: &mut Choices) -> usize {
    choices.below(input.len() as u64) as usize
}

/// Where an element begins and ends.
#[derive(Clone, Copy, Debug)]
struct Element {
    start: usize,
    content: usize,
    end: usize,
}

impl Element {
    fn whole(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// The elements of DER bytes, those inside constructed ones and inside OCTET STRINGs included, as far
/// as the bytes are DER.
fn elements(input: &[u8]) -> Vec<Element> {
    const MOST: usize = 10_000;
    let mut found = Vec::new();
    let mut open = vec![(0, input.len())];
    while let Some((start, end)) = open.pop() {
        let Some(element) = element_at(input, start, end) else { continue };
        open.push((element.end, end));
        let tag = input[start];
        if tag & 0x20 != 0 || tag == 0x04 {
            open.push((element.content, element.end));
        }
        found.push(element);
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn element_at(input: &[u8], start: usize, end: usize) -> Option<Element> {
    let first = usize::from(*input.get(start + 1)?);
    let bytes = if first < 0x80 { 0 } else { first & 0x7F };
    let content = start + 2 + bytes;
    let length = match bytes {
        0 => first,
        1..=4 => input
            .get(start + 2..content)?
            .iter()
            .fold(0, |length, byte| length << 8 | usize::from(*byte)),
        _ => return None,
    };
    let element = Element { start, content, end: content + length };
    (element.end <= end).then_some(element)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpki::{Generation, SyntheticJpki};
    use crate::seed::Seed;

    #[test]
    fn elements_of_a_certificate_are_found() {
        let certificate = SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate();
        let found = elements(&certificate);
        assert!(found.len() > 60, "{}", found.len());
        assert!(found.iter().any(|element| element.whole() == (0..certificate.len())));
        for element in found {
            assert!(element.start < element.content && element.end <= certificate.len());
        }
    }

    #[test]
    fn every_mutator_takes_any_input() {
        let certificate = SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate();
        let inputs: [&[u8]; 6] =
            [&[], &[0x30], &[0x30, 0x80], &[0x30, 0x01], &[0x04, 0x84, 0xFF], &certificate];
        let mut choices = Seed::new(1).choices();
        let mut changed = 0;
        for round in 0..6000 {
            let input = inputs[round % inputs.len()];
            let donor = inputs[choices.below(6) as usize];
            let output = mutate(input, &mut choices);
            changed += usize::from(input == certificate && output != input);
            splice(input, donor, &mut choices);
            graft(input, donor, &mut choices);
        }
        assert!(changed > 950, "{changed} of 1000 changes of a certificate show");
    }
}
