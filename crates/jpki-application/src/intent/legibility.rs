use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, Emoji, GeneralCategory, Ideographic,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use jpki_core::report::Reason;

/// No form indents or fills a line with more.
const LONGEST_GAP: usize = 100;

/// No form leaves more lines blank.
const MOST_LINE_ENDS: usize = 20;

/// More than any language puts on one letter: a pile of marks covers what stands beside it.
const MOST_MARKS: usize = 4;

/// Why a text is not seen as it is stored, the worst first; `None` if it is.
pub(super) fn fault(text: &str) -> Option<Reason> {
    type Fault = (fn(&str) -> bool, Reason);
    let faults: [Fault; 5] = [
        (turns, Reason::ShownTextTurns),
        (hides, Reason::ShownTextHides),
        (controls, Reason::ShownTextControls),
        (is_private, Reason::ShownTextPrivate),
        (leaves_gaps, Reason::ShownTextLeavesGaps),
    ];
    faults.into_iter().find(|(is_at_fault, _)| is_at_fault(text)).map(|(_, reason)| reason)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

/// Marks, embeddings, overrides and isolates of UAX #9 §2.
fn turns(text: &str) -> bool {
    text.chars().any(|character| CodePointSetData::new::<BidiControl>().contains(character))
}

/// Zero width, default-ignorable (tags among them) and other format characters, the blank pattern of braille,
/// and piles of marks. A variation selector behind a character that has variants is part of it.
fn hides(text: &str) -> bool {
    let mut last = None;
    let mut marks = 0_usize;
    text.chars().any(|character| {
        let is_mark = matches!(
            category(character),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        );
        marks = if is_mark { marks.saturating_add(1) } else { 0 };
        let before = last.replace(character);
        marks > MOST_MARKS || (is_hidden(character) && !selects_variant(before, character))
    })
}

fn is_hidden(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        || category(character) == GeneralCategory::Format
        || character == '\u{2800}'
}

/// Of an ideograph (UTS #37, and StandardizedVariants.txt), or of an emoji (UTS #51).
fn selects_variant(before: Option<char>, selector: char) -> bool {
    before.is_some_and(|before| match selector {
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => {
            CodePointSetData::new::<Ideographic>().contains(before)
        }
        '\u{fe0e}' | '\u{fe0f}' => CodePointSetData::new::<Emoji>().contains(before),
        _ => false,
    })
}

/// Control characters other than tab and line ends. A CR alone, as a terminal has it, writes over its line.
fn controls(text: &str) -> bool {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_fine = match character {
            '\n' | '\t' => true,
            '\r' => characters.peek() == Some(&'\n'),
            '\u{2028}' | '\u{2029}' => false,
            _ => category(character) != GeneralCategory::Control,
        };
        if !is_fine {
            return true;
        }
    }
    false
}

/// Private use (外字 among them), and code points that are not assigned: each font shows its own.
fn is_private(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(category(character), GeneralCategory::PrivateUse | GeneralCategory::Unassigned)
    })
}

fn leaves_gaps(text: &str) -> bool {
    let mut spaces = 0_usize;
    let mut line_ends = 0_usize;
    text.chars().any(|character| {
        if !character.is_whitespace() {
            (spaces, line_ends) = (0, 0);
        } else if character == '\n' {
            (spaces, line_ends) = (0, line_ends.saturating_add(1));
        } else {
            spaces = spaces.saturating_add(1);
        }
        spaces > LONGEST_GAP || line_ends > MOST_LINE_ENDS
    })
}
