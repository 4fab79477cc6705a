//! Names and object identifiers of the three synthetic environments.

use serde::{Deserialize, Serialize};

use crate::asn1::ObjectIdentifier;
use crate::oid;
use crate::pki::DistinguishedName;

/// What a certificate is for; each purpose has its own authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// 署名用: signing documents.
    Sign,
    /// 利用者証明用: proving who logs in.
    Auth,
}

/// A set of names and object identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// The fake organisation `JPKI-SYNTH`. JPKI's arc 1.2.392.200149.8.5 becomes
    /// 1.3.6.1.4.1.32473.8.5, below the arc that RFC 5612 reserves for examples; the tail is the same.
    Synthetic,
    /// The fake organisation `JPKI-SYNTH-TEST`, standing for the test environment of J-LIS
    /// (試験環境): signing policies end in `.1.0.20` instead of `.1.1.20`, and the generations are
    /// parallel. The policy for user authentication, `.1.2.30`, is a guess.
    SyntheticTest,
    /// JPKI's own names and object identifiers, with test keys: for parity tests only.
    Parity,
}

impl Environment {
    /// Distinguished name of the authorities, the same for all generations.
    pub fn authority_name(self, purpose: Purpose) -> DistinguishedName {
        self.base_name(purpose).utf8(oid::ORGANIZATIONAL_UNIT, self.operator())
    }

    /// The authorities' name in Japanese script.
    pub fn japanese_name(self, purpose: Purpose) -> DistinguishedName {
        let (organization, unit, operator) = match (self, purpose) {
            (Self::Parity, Purpose::Sign) => (
                "公的個人認証サービス",
                "公的個人認証サービス署名用",
                "地方公共団体情報システム機構",
            ),
            (Self::Parity, Purpose::Auth) => (
                "公的個人認証サービス",
                "公的個人認証サービス利用者証明用",
                "地方公共団体情報システム機構",
            ),
            (_, Purpose::Sign) => {
                ("模擬個人認証サービス", "模擬個人認証サービス署名用", "架空情報システム機構")
            }
            (_, Purpose::Auth) => {
                ("模擬個人認証サービス", "模擬個人認証サービス利用者証明用", "架空情報システム機構")
            }
        };
        DistinguishedName::new()
            .printable(oid::COUNTRY, "JP")
            .utf8(oid::ORGANIZATION, organization)
            .utf8(oid::ORGANIZATIONAL_UNIT, unit)
            .utf8(oid::ORGANIZATIONAL_UNIT, operator)
    }

    /// Name of the CRL distribution point of a municipality (jpki-profile §4.1).
    pub fn distribution_point(
        self,
        purpose: Purpose,
        prefecture: &str,
        municipality: &str,
    ) -> DistinguishedName {
        self.base_name(purpose)
            .utf8(oid::ORGANIZATIONAL_UNIT, "CRL Distribution Points")
            .utf8(oid::ORGANIZATIONAL_UNIT, prefecture)
            .utf8(oid::COMMON_NAME, &format!("{municipality} CRLDP"))
    }

    /// Policy of the card's certificates.
    pub fn policy(self, purpose: Purpose) -> ObjectIdentifier {
        self.policy_with_tail(match (self, purpose) {
            (Self::SyntheticTest, Purpose::Sign) => [0, 20],
            (Self::SyntheticTest, Purpose::Auth) => [2, 30],
            (_, Purpose::Sign) => [1, 20],
            (_, Purpose::Auth) => [3, 30],
        })
    }

    /// The policy with this tail below the policy arc.
    pub fn policy_with_tail(self, tail: [u32; 2]) -> ObjectIdentifier {
        self.below_arc(&[1, tail[0], tail[1]])
    }

    /// Object identifier of a personal attribute in subjectAltName.
    pub fn attribute(self, number: u32) -> ObjectIdentifier {
        self.below_arc(&[5, number])
    }

    /// Address of the certification practice statement.
    pub fn cps_uri(self) -> &'static str {
        match self {
            Self::Synthetic | Self::SyntheticTest => "http://jpki-synth.example/cps.html",
            Self::Parity => "http://www.jpki.go.jp/cps.html",
        }
    }

    /// Address of the OCSP responder in user authentication certificates.
    pub fn ocsp_uri(self) -> &'static str {
        match self {
            Self::Synthetic | Self::SyntheticTest => "http://ocspauth.jpki-synth.example",
            Self::Parity => "http://ocspauthnorm.jpki.go.jp",
        }
    }

    fn base_name(self, purpose: Purpose) -> DistinguishedName {
        let organization = match self {
            Self::Synthetic => "JPKI-SYNTH",
            Self::SyntheticTest => "JPKI-SYNTH-TEST",
            Self::Parity => "JPKI",
        };
        let unit = match purpose {
            Purpose::Sign => "JPKI for digital signature",
            Purpose::Auth => "JPKI for user authentication",
        };
        DistinguishedName::new()
            .printable(oid::COUNTRY, "JP")
            .utf8(oid::ORGANIZATION, organization)
            .utf8(oid::ORGANIZATIONAL_UNIT, unit)
    }

    fn operator(self) -> &'static str {
        match self {
            Self::Synthetic | Self::SyntheticTest => {
                "Synthetic Agency for Testing Information Systems"
            }
            Self::Parity => "Japan Agency for Local Authority Information Systems",
        }
    }

    fn below_arc(self, tail: &[u32]) -> ObjectIdentifier {
        let arc = match self {
            Self::Synthetic | Self::SyntheticTest => "1.3.6.1.4.1.32473.8.5",
            Self::Parity => "1.2.392.200149.8.5",
        };
        let arc = ObjectIdentifier::new(arc).expect("a valid object identifier");
        tail.iter()
            .fold(arc, |oid, number| oid.push_arc(*number).expect("a short object identifier"))
    }
}
