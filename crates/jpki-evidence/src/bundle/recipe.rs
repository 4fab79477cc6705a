//! `README.txt`: how to verify a bundle with OpenSSL and a shell alone.

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::time::Timestamp;

use super::manifest;
use super::proof::ProofKind;
use super::statement::{Content, Judged, Statement, Verified};
use super::zip::Member;

pub(super) const NAME: &str = "README.txt";

/// Writes the recipe for this bundle. Each line that begins with `$ ` is a command.
pub(super) fn text(statement: &Statement, members: &[Member<'_>]) -> String {
    let mut recipe = Recipe(String::new());
    recipe.say(
        "証拠パッケージ: 電子証明書または電子署名の検証結果と、その根拠\n\
         Bundle of evidence: the verdict on a certificate or signature, and what it rests on",
    );
    recipe.say(
        "保護対象情報と個人情報を含みます。プラットフォーム事業者の外に出さないでください。\n\
         It holds protected data and personal data. Do not give it away.",
    );
    recipe.say(
        "下のコマンドは、展開したフォルダーで OpenSSL 3 を使って実行します。CA の自己署名証明書 (anchor) とタイムスタンプ局の\n\
         証明書は、このパッケージのものではなく、別の経路で得たものと照合してください。\n\
         Run the commands below in the unpacked folder, with OpenSSL 3. Compare the certificate of the CA (anchor), and take\n\
         that of the time-stamping authority (tsa.pem), from elsewhere: this bundle proves neither.",
    );
    recipe.say("1. ファイルとマニフェスト / the files and the manifest");
    for name in members.iter().map(Member::name).chain([NAME]) {
        recipe.run(&format!(
            "grep -F 'URI=\"{name}\"' {manifest} | grep -F \"<ds:DigestValue>$(openssl dgst -sha256 -binary {name} | openssl base64)<\" > /dev/null && echo '{name}: OK'",
            manifest = manifest::NAME
        ));
    }
    match statement.protection {
        ProofKind::TimeStamp => {
            recipe.say("2. マニフェストのタイムスタンプ / the time-stamp of the manifest");
            recipe.run(&format!(
                "openssl ts -verify -in {} -token_in -data {} -CAfile tsa.pem",
                ProofKind::TIME_STAMP,
                manifest::NAME
            ));
        }
        ProofKind::Log => {
            recipe.say(&format!(
                "2. マニフェストの SHA-256 が操作ログにあること: {log} (C2SP tlog-proof)。extra 行が項目で、その最後の欄が下の値です。\n\
                 The log holds the SHA-256 of the manifest: {log} (C2SP tlog-proof). Its line \"extra\" is the entry, whose last\n\
                 field is the value that this prints.",
                log = ProofKind::LOG
            ));
            recipe.run(&format!(
                "openssl dgst -sha256 -binary {} | openssl base64",
                manifest::NAME
            ));
        }
        ProofKind::Unprotected => recipe.say(
            "2. unprotected: いつ存在したかを証明するものはありません。\n   unprotected: nothing proves when it existed.",
        ),
    }
    for (number, judged) in (1_usize..).zip(&statement.verdicts) {
        recipe.certificate(number, judged);
    }
    recipe.signed(statement);
    recipe.0
}

struct Recipe(String);

impl Recipe {
    fn say(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    fn run(&mut self, command: &str) {
        self.0.push_str("$ ");
        self.0.push_str(command);
        self.0.push_str("\n\n");
    }

    fn certificate(&mut self, number: usize, judged: &Judged) {
        self.say(&format!(
            "3-{number}. 証明書 {number}: 記録された結果は {verdict} ({as_of} 時点)\n\
             Certificate {number}: the recorded verdict is {verdict}, as of {as_of}",
            verdict = judged.verdict,
            as_of = judged.as_of
        ));
        let (Some(anchor), Some(certificate)) = (&judged.anchor, judged.path.first()) else {
            return self.say("認証パスなし / no certification path");
        };
        let Some(at) = Timestamp::from_rfc3339(&judged.as_of) else { return };
        let at = at.unix_seconds();
        self.run(&format!(
            "openssl x509 -inform DER -in {anchor} -out anchor-{number}.pem && openssl x509 -in anchor-{number}.pem -noout -fingerprint -sha256"
        ));
        self.run(&format!(
            "openssl x509 -inform DER -in {certificate} -out certificate-{number}.pem && openssl x509 -in certificate-{number}.pem -noout -pubkey -out key-{number}.pem"
        ));
        let lists = judged.anchor_crls.iter().chain(&judged.crls);
        let mut files = Vec::new();
        for list in lists {
            let file = format!("{}.pem", list.replace('/', "-"));
            self.run(&format!("openssl crl -inform DER -in {list} -out {file}"));
            self.run(&format!("openssl crl -in {file} -CAfile anchor-{number}.pem -noout"));
            files.push(format!(" -CRLfile {file}"));
        }
        let check = match (judged.anchor_crls.is_empty(), judged.crls.is_empty()) {
            (_, true) => "",
            (true, false) => " -crl_check",
            (false, false) => " -crl_check_all",
        };
        self.run(&format!(
            "openssl verify -attime {at} -x509_strict -CAfile anchor-{number}.pem{check}{} certificate-{number}.pem",
            if check.is_empty() { String::new() } else { files.concat() }
        ));
        if let Some(response) = &judged.response {
            self.run(&format!(
                "openssl ocsp -respin {} -issuer anchor-{number}.pem -cert certificate-{number}.pem -CAfile anchor-{number}.pem -attime {at} -validity_period 400000000 -no_nonce",
                response.file
            ));
        }
    }

    fn signed(&mut self, statement: &Statement) {
        match &statement.verified {
            Verified::Certificate { .. } => {}
            Verified::Signature { signature, scheme, content, .. } => {
                self.say("4. 電子署名 / the signature");
                let Ok(scheme) = scheme.scheme() else { return };
                match content {
                    Content::Bytes(file) => self.signature(scheme, signature, file),
                    Content::Digest { file, .. } => {
                        self.signature_of_digest(scheme, signature, file)
                    }
                }
            }
            Verified::Login { signature, scheme, challenge, .. } => {
                self.say("4. 乱数コードの署名 / the signature of the challenge");
                let Ok(scheme) = scheme.scheme() else { return };
                self.signature(scheme, signature, challenge);
            }
            Verified::Message { message, content, .. } => {
                self.say(
                    "4. メッセージの署名。証明書は上で検証しています。\n   The signatures of the message. The certificates are verified above.",
                );
                let content = content.as_ref().map(|file| format!(" -binary -content {file}"));
                self.run(&format!(
                    "openssl cms -verify -noverify -binary -inform DER -in {message}{} -out /dev/null",
                    content.unwrap_or_default()
                ));
            }
        }
    }

    fn signature(&mut self, scheme: SignatureScheme, signature: &str, content: &str) {
        let with = |digest: DigestAlgorithm, options: &str| {
            format!(
                "openssl dgst -{}{options} -verify key-1.pem -signature {signature} {content}",
                option(digest)
            )
        };
        match scheme {
            SignatureScheme::RsaPkcs1(digest) | SignatureScheme::Ecdsa(digest) => {
                self.run(&with(digest, ""));
            }
            SignatureScheme::RsaPss { digest, salt } => self.run(&with(
                digest,
                &format!(" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:{salt}"),
            )),
            SignatureScheme::RsaPkcs1BareDigest(digest) => {
                self.run(&format!(
                    "openssl dgst -{} -binary -out digest.bin {content}",
                    option(digest)
                ));
                self.signature_of_digest(scheme, signature, "digest.bin");
            }
            _ => self.run(&format!(
                "openssl pkeyutl -verify -rawin -pubin -inkey key-1.pem -sigfile {signature} -in {content}"
            )),
        }
    }

    fn signature_of_digest(&mut self, scheme: SignatureScheme, signature: &str, digest: &str) {
        let options = match scheme {
            SignatureScheme::RsaPkcs1(algorithm) => {
                format!(" -pkeyopt digest:{}", option(algorithm))
            }
            SignatureScheme::RsaPss { digest, salt } => format!(
                " -pkeyopt digest:{} -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:{salt}",
                option(digest)
            ),
            _ => String::new(),
        };
        self.run(&format!(
            "openssl pkeyutl -verify -pubin -inkey key-1.pem{options} -sigfile {signature} -in {digest}"
        ));
    }
}

const fn option(digest: DigestAlgorithm) -> &'static str {
    match digest {
        DigestAlgorithm::Sha1 => "sha1",
        DigestAlgorithm::Sha256 => "sha256",
        DigestAlgorithm::Sha384 => "sha384",
        DigestAlgorithm::Sha512 => "sha512",
    }
}
