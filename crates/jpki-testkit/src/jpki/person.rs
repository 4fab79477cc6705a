//! Invented persons. No name, address or birthday here belongs to anybody.

use ::time::Month;

use super::environment::Environment;
use crate::key::Key;
use crate::pki::{GeneralName, StringType};

/// One of the six personal attributes in a signing certificate (jpki-profile §2.6), by the last arc
/// of its object identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PersonalAttribute {
    /// 氏名.
    Name = 1,
    /// 氏名の代替文字の使用位置情報.
    NameSubstitution = 2,
    /// 性別.
    Sex = 3,
    /// 生年月日.
    BirthDate = 4,
    /// 住所.
    Address = 5,
    /// 住所の代替文字の使用位置情報.
    AddressSubstitution = 6,
}

impl PersonalAttribute {
    /// The attributes in the order in which certificates carry them.
    pub const IN_ORDER: [Self; 6] = [
        Self::Name,
        Self::BirthDate,
        Self::Sex,
        Self::Address,
        Self::NameSubstitution,
        Self::AddressSubstitution,
    ];

    /// Name in identifiers of vectors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameSubstitution => "name-substitution",
            Self::Sex => "sex",
            Self::BirthDate => "birth-date",
            Self::Address => "address",
            Self::AddressSubstitution => "address-substitution",
        }
    }
}

/// Whether a person's attributes keep to their formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wellformedness {
    /// Every attribute keeps to jpki-profile §2.6.
    WellFormed,
    /// No public document says whether an attribute may be so.
    Unusual,
    /// The named attribute does not.
    Malformed(PersonalAttribute),
}

/// An invented person, with the attributes exactly as they stand in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier in the vectors, in ASCII.
    pub id: String,
    /// Name: family and given name separated by U+3000.
    pub name: String,
    /// One `0` or `1` per character of the name; `1` marks a substitute.
    pub name_substitution: String,
    /// `1` male, `2` female, `3` neither or not known.
    pub sex: String,
    /// Era digit and Gregorian `YYYYMMDD`.
    pub birth_date: String,
    /// Address from the prefecture on.
    pub address: String,
    /// One `0` or `1` per character of the address.
    pub address_substitution: String,
    /// Prefecture in Latin letters with its suffix.
    pub prefecture: String,
    /// Municipality in Latin letters with its suffix.
    pub municipality: String,
    /// Five digits of the municipality code.
    pub municipality_code: String,
    /// The private key in the person's card.
    pub key: Key,
}

impl Person {
    /// 見本　花子, with nothing unusual about her.
    pub fn hanako() -> Self {
        Self::new(
            "hanako",
            "見本　花子",
            "2",
            "419900401",
            "架空県見本市模擬町１丁目２番３号",
            Key::rsa_2048(30),
        )
    }

    /// 見本　太郎, with nothing unusual about him.
    pub fn taro() -> Self {
        Self::new(
            "taro",
            "見本　太郎",
            "1",
            "319850228",
            "架空県見本市模擬町４丁目５番６－７０１号",
            Key::rsa_2048(31),
        )
    }

    /// A person of 見本市 in 架空県 without substitute characters.
    pub fn new(id: &str, name: &str, sex: &str, birth_date: &str, address: &str, key: Key) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            name_substitution: no_substitution(name),
            sex: sex.to_owned(),
            birth_date: birth_date.to_owned(),
            address: address.to_owned(),
            address_substitution: no_substitution(address),
            prefecture: "Kakuu-ken".to_owned(),
            municipality: "Mihon-shi".to_owned(),
            municipality_code: "99201".to_owned(),
            key,
        }
    }

    /// The same person living elsewhere.
    #[must_use]
    pub fn living_in(
        mut self,
        prefecture: &str,
        municipality: &str,
        municipality_code: &str,
    ) -> Self {
        self.prefecture = prefecture.to_owned();
        self.municipality = municipality.to_owned();
        self.municipality_code = municipality_code.to_owned();
        self
    }

    /// Persons that show every known form of the attributes (jpki-profile §15 row 4), and others
    /// whose attributes break their format.
    pub fn corpus() -> Vec<(Self, Wellformedness)> {
        use PersonalAttribute as Attribute;
        let well_formed =
            well_formed().into_iter().map(|person| (person, Wellformedness::WellFormed));
        let unusual = [
            with("birth-date-month-13", Attribute::BirthDate, "419901301"),
            with("birth-date-february-30", Attribute::BirthDate, "419900230"),
            with("birth-date-era-9", Attribute::BirthDate, "919900401"),
            with("sex-4", Attribute::Sex, "4"),
            with("name-nul", Attribute::Name, "見本\u{0}花子"),
            with("name-right-to-left", Attribute::Name, "見本\u{202E}子花"),
            with("address-control", Attribute::Address, "架空県\u{7}見本市"),
        ]
        .into_iter()
        .map(|(person, _)| (person, Wellformedness::Unusual));
        let malformed = [
            with("birth-date-short", Attribute::BirthDate, "41990040"),
            with("birth-date-long", Attribute::BirthDate, "4199004010"),
            with("birth-date-full-width", Attribute::BirthDate, "４１９９００４０１"),
            with("birth-date-empty", Attribute::BirthDate, ""),
            with("sex-two-digits", Attribute::Sex, "11"),
            with("sex-letter", Attribute::Sex, "F"),
            with("name-substitution-digit-2", Attribute::NameSubstitution, "00200"),
            with("address-substitution-space", Attribute::AddressSubstitution, "0 0"),
        ]
        .into_iter()
        .map(|(person, attribute)| (person, Wellformedness::Malformed(attribute)));
        well_formed.chain(unusual).chain(malformed).collect()
    }

    /// Value of an attribute.
    pub fn attribute(&self, attribute: PersonalAttribute) -> &str {
        match attribute {
            PersonalAttribute::Name => &self.name,
            PersonalAttribute::NameSubstitution => &self.name_substitution,
            PersonalAttribute::Sex => &self.sex,
            PersonalAttribute::BirthDate => &self.birth_date,
            PersonalAttribute::Address => &self.address,
            PersonalAttribute::AddressSubstitution => &self.address_substitution,
        }
    }

    /// The attribute as an otherName of subjectAltName.
    pub fn other_name(
        &self,
        environment: Environment,
        attribute: PersonalAttribute,
        string_type: StringType,
    ) -> GeneralName {
        let oid = environment.attribute(attribute as u32);
        GeneralName::other(oid, string_type, self.attribute(attribute))
    }

    /// Month and day of birth, if the attribute tells a real one.
    pub fn birthday(&self) -> Option<(Month, u8)> {
        let month: u8 = self.birth_date.get(5..7)?.parse().ok()?;
        let day: u8 = self.birth_date.get(7..9)?.parse().ok()?;
        let month = Month::try_from(month).ok()?;
        // Month lengths of a leap year.
        (1..=month.length(2000)).contains(&day).then_some((month, day))
    }

    fn set(&mut self, attribute: PersonalAttribute, value: &str) {
        let place = match attribute {
            PersonalAttribute::Name => &mut self.name,
            PersonalAttribute::NameSubstitution => &mut self.name_substitution,
            PersonalAttribute::Sex => &mut self.sex,
            PersonalAttribute::BirthDate => &mut self.birth_date,
            PersonalAttribute::Address => &mut self.address,
            PersonalAttribute::AddressSubstitution => &mut self.address_substitution,
        };
        *place = value.to_owned();
    }
}

fn well_formed() -> Vec<Person> {
    use PersonalAttribute as Attribute;
    let mut persons = vec![Person::hanako(), Person::taro()];
    let forms = [
        ("era-meiji", Attribute::BirthDate, "119111231"),
        ("era-taisho", Attribute::BirthDate, "219261224"),
        ("era-showa", Attribute::BirthDate, "319261225"),
        ("era-heisei", Attribute::BirthDate, "419890108"),
        ("era-reiwa", Attribute::BirthDate, "520190501"),
        ("era-none", Attribute::BirthDate, "019800715"),
        ("birth-day-unknown", Attribute::BirthDate, "319400500"),
        ("birth-month-unknown", Attribute::BirthDate, "319400000"),
        ("birth-date-unknown", Attribute::BirthDate, "000000000"),
        ("birthday-leap-day", Attribute::BirthDate, "420000229"),
        ("sex-other", Attribute::Sex, "3"),
        ("name-one-substitute", Attribute::NameSubstitution, "00010"),
        ("name-all-substitutes", Attribute::NameSubstitution, "11011"),
        ("name-substitution-shorter", Attribute::NameSubstitution, "0000"),
        ("name-substitution-longer", Attribute::NameSubstitution, "000000"),
        ("name-substitution-empty", Attribute::NameSubstitution, ""),
        ("address-substitutes", Attribute::AddressSubstitution, "0000000110000000"),
    ];
    persons.extend(forms.map(|(id, attribute, value)| with(id, attribute, value).0));

    let names = [
        ("name-surrogate-plane", "𠮷見本　𩸽子"),
        ("name-former-surname", "見本［架空田］　一子"),
        ("name-latin", "SYNTHETIC TESTER ALPHA"),
        ("name-latin-and-alias", "SYNTHETIC TESTER（見本　阿留羽）"),
        ("name-single", "見本"),
        ("name-combining", "か\u{3099}くう　はなこ"),
        ("name-half-width-kana", "ﾐﾎﾝ　ﾊﾅｺ"),
        ("name-empty", ""),
    ];
    persons.extend(names.map(|(id, name)| {
        Person::new(id, name, "2", "419900401", &Person::hanako().address, Key::rsa_2048(32))
    }));

    let long = format!("架空県見本市{}１丁目", "模".repeat(191));
    let addresses = [
        ("address-abroad", "国外転出　令和６年６月３０日"),
        ("address-200-characters", long.as_str()),
        ("address-half-width", "架空県見本市模擬町1-2-3"),
        ("address-empty", ""),
    ];
    persons.extend(addresses.map(|(id, address)| {
        Person::new(id, "見本　花子", "2", "419900401", address, Key::rsa_2048(32))
    }));
    persons
}

fn with(id: &str, attribute: PersonalAttribute, value: &str) -> (Person, PersonalAttribute) {
    let hanako = Person::hanako();
    let mut person = Person::new(
        id,
        &hanako.name,
        &hanako.sex,
        &hanako.birth_date,
        &hanako.address,
        Key::rsa_2048(32),
    );
    person.set(attribute, value);
    (person, attribute)
}

fn no_substitution(text: &str) -> String {
    text.chars().map(|_| '0').collect()
}
