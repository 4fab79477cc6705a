use crate::localized::messages;

messages! {
    /// The conclusion, in the words of ETSI EN 319 102-1 §5.1.3 (TOTAL-PASSED, TOTAL-FAILED,
    /// INDETERMINATE). Ordered from best to worst.
    #[expect(clippy::exhaustive_enums, reason = "no last arm of a caller may take a fourth for valid")]
    Verdict {
        Valid => "valid", ja "有効", en "valid";
        Indeterminate => "indeterminate", ja "判定不能", en "indeterminate";
        Invalid => "invalid", ja "無効", en "invalid";
    }
}
