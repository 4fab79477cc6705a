//! Keys and signatures made by OpenSSL's command line.

use std::ffi::OsStr;
use std::io::Write;
use std::sync::LazyLock;

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use tempfile::NamedTempFile;

use super::Signed;

/// A key pair; the private key stays in a file that only OpenSSL reads.
pub(crate) struct KeyPair {
    private: NamedTempFile,
    pub(crate) public: Vec<u8>,
}

pub(crate) static RSA_1024: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(1024));
pub(crate) static RSA_1025: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(1025));
pub(crate) static RSA_2047: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(2047));
pub(crate) static RSA_2048: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(2048));
pub(crate) static RSA_2048_EXPONENT_3: LazyLock<KeyPair> = LazyLock::new(|| {
    KeyPair::generate(&[
        "RSA",
        "-pkeyopt",
        "rsa_keygen_bits:2048",
        "-pkeyopt",
        "rsa_keygen_pubexp:3",
    ])
});
pub(crate) static RSA_2049: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(2049));
pub(crate) static RSA_3072: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa(3072));
pub(crate) static RSA_4096: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa_of_primes(4096, 4));
pub(crate) static RSA_8192: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::rsa_of_primes(8192, 5));
pub(crate) static P256: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::ec("P-256"));
pub(crate) static P384: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::ec("P-384"));
pub(crate) static P521: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::ec("P-521"));
pub(crate) static ED25519: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(&["ED25519"]));

impl KeyPair {
    pub(crate) fn rsa(bits: u32) -> Self {
        Self::generate(&["RSA", "-pkeyopt", &format!("rsa_keygen_bits:{bits}")])
    }

    /// More than two primes, because a large key is then made quickly. A verifier cannot tell.
    fn rsa_of_primes(bits: u32, primes: u32) -> Self {
        let bits = format!("rsa_keygen_bits:{bits}");
        let primes = format!("rsa_keygen_primes:{primes}");
        Self::generate(&["RSA", "-pkeyopt", &bits, "-pkeyopt", &primes])
    }

    pub(crate) fn ec(curve: &str) -> Self {
        Self::generate(&["EC", "-pkeyopt", &format!("ec_paramgen_curve:{curve}")])
    }

    pub(crate) fn generate(algorithm: &[&str]) -> Self {
        let pem = openssl(["genpkey", "-algorithm"].iter().chain(algorithm), &[]);
        let private = file(&pem);
        let public = openssl(
            [OsStr::new("pkey"), "-in".as_ref(), private.path().as_ref()]
                .into_iter()
                .chain(["-pubout", "-outform", "DER"].map(OsStr::new)),
            &[],
        );
        Self { private, public }
    }

    /// The public key with its point in another of the forms of X9.62.
    pub(crate) fn point_form(&self, form: &str) -> Vec<u8> {
        let options = ["-pubout", "-outform", "DER", "-conv_form", form];
        self.openssl(&["ec", "-in"], &options, &[])
    }

    pub(crate) fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Signed {
        let signature = match scheme {
            SignatureScheme::RsaPkcs1(digest) | SignatureScheme::Ecdsa(digest) => {
                self.openssl(&["dgst", digest_option(digest), "-sign"], &[], message)
            }
            SignatureScheme::RsaPss { digest, salt } => {
                let salt = format!("rsa_pss_saltlen:{salt}");
                let options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", &salt];
                self.openssl(&["dgst", digest_option(digest), "-sign"], &options, message)
            }
            SignatureScheme::RsaPkcs1BareDigest(digest) => {
                let value = openssl(["dgst", digest_option(digest), "-binary"], message);
                let options = ["-sign", "-pkeyopt", "rsa_padding_mode:pkcs1"];
                self.openssl(&["pkeyutl", "-inkey"], &options, &value)
            }
            SignatureScheme::Ed25519 => {
                let message = file(message);
                let path = message.path().to_str().expect("a path in UTF-8");
                self.openssl(&["pkeyutl", "-inkey"], &["-sign", "-rawin", "-in", path], &[])
            }
            _ => panic!("a scheme that these tests do not know"),
        };
        Signed { key: self.public.clone(), scheme, message: message.to_vec(), signature }
    }

    /// RSASP1 (RFC 8017 §5.2.1) over an encoded message of any form: the same as RSADP.
    pub(crate) fn sign_encoded(&self, encoded: &[u8]) -> Vec<u8> {
        let options = ["-decrypt", "-pkeyopt", "rsa_padding_mode:none"];
        self.openssl(&["pkeyutl", "-inkey"], &options, encoded)
    }

    /// RSAVP1 (RFC 8017 §5.2.2): the encoded message that a signature holds.
    pub(crate) fn recover_encoded(&self, signature: &[u8]) -> Vec<u8> {
        let options = ["-verifyrecover", "-pkeyopt", "rsa_padding_mode:none"];
        self.openssl(&["pkeyutl", "-inkey"], &options, signature)
    }

    /// Runs with the file of the private key between `before` and `after`.
    fn openssl(&self, before: &[&str], after: &[&str], input: &[u8]) -> Vec<u8> {
        let before = before.iter().map(OsStr::new);
        let after = after.iter().map(OsStr::new);
        openssl(before.chain([self.private.path().as_os_str()]).chain(after), input)
    }
}

pub(crate) fn digest(algorithm: DigestAlgorithm, bytes: &[u8]) -> Vec<u8> {
    openssl(["dgst", digest_option(algorithm), "-binary"], bytes)
}

fn digest_option(algorithm: DigestAlgorithm) -> &'static str {
    match algorithm {
        DigestAlgorithm::Sha1 => "-sha1",
        DigestAlgorithm::Sha256 => "-sha256",
        DigestAlgorithm::Sha384 => "-sha384",
        DigestAlgorithm::Sha512 => "-sha512",
    }
}

fn openssl<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>, input: &[u8]) -> Vec<u8> {
    jpki_test_support::openssl::run(arguments, input).expect("OpenSSL's output")
}

fn file(content: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a temporary file");
    file.write_all(content).expect("room for a temporary file");
    file
}
