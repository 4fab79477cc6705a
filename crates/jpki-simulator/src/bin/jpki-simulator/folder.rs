use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jpki_simulator::{Card, Simulator};
use jpki_testkit::jpki::{EndEntity, Generation, Purpose};

/// Where certificates and test keys are written.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn make(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self(path.to_owned()))
    }

    pub(crate) fn write_authorities(&self, simulator: &Simulator) -> io::Result<()> {
        let folder = self.0.join("ca");
        fs::create_dir_all(&folder)?;
        for (name, purpose) in [("sign", Purpose::Sign), ("auth", Purpose::Auth)] {
            for (number, generation) in (1..).zip(Generation::TRUSTED) {
                let certificate = simulator.authority_certificate(purpose, generation);
                fs::write(folder.join(format!("{name}-{number}.cer")), certificate)?;
            }
        }
        Ok(())
    }

    pub(crate) fn write_card(&self, number: usize, card: &Card) -> io::Result<()> {
        let folder = self.0.join(format!("card-{number}"));
        fs::create_dir_all(&folder)?;
        let write = |name: &str, certificate: &EndEntity| {
            fs::write(folder.join(format!("{name}.cer")), certificate.certificate())?;
            write_private(&folder.join(format!("{name}.pk8")), certificate.key().pkcs8())
        };
        if let Some(signing) = &card.signing {
            write("sign", signing)?;
        }
        write("auth", &card.authentication)
    }
}

/// For its owner alone, where there are owners: nobody should learn to leave keys open, test keys neither.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(bytes)
}
