use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};

/// The basic four information of a person, as a certificate writes it.
#[derive(Clone, Copy)]
pub(crate) struct Certified<'a> {
    pub(crate) name: &'a str,
    pub(crate) name_substitutes: &'a str,
    pub(crate) sex: &'a str,
    pub(crate) birth_date: &'a str,
    pub(crate) address: &'a str,
    pub(crate) address_substitutes: &'a str,
}

impl Certified<'_> {
    pub(crate) fn hanako() -> Self {
        Self {
            name: "見本　花子",
            name_substitutes: "00000",
            sex: "2",
            birth_date: "419900401",
            address: "架空県見本市模擬町１丁目２番３号",
            address_substitutes: "0000000000000000",
        }
    }

    pub(crate) fn info(&self) -> BasicFourInfo {
        BasicFourInfo::new(
            TextWithSubstitutes::of_name(self.name, self.name_substitutes).expect("a name"),
            TextWithSubstitutes::of_address(self.address, self.address_substitutes)
                .expect("an address"),
            DateOfBirth::new(self.birth_date).expect("a date of birth"),
            Sex::from_digit(self.sex).expect("a sex"),
        )
    }
}
