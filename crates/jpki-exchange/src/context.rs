//! Who asks, and what for.

use jpki_core::event::{PurposeOfUse, Tenant};
use jpki_core::localized::{Localized as _, messages};
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::field::Field;
use crate::form::record;
use crate::identifiers::ServiceName;

record! {
    /// Who asks, for which of its services, and what the outcome may be used for (利用目的). What is sealed for one context,
    /// and what answers one, serves no other.
    ///
    /// A platform takes the tenant from the session that it authenticated, and compares it with this one.
    #[derive(Clone, Debug, PartialEq, Eq)]
    Context {
        /// The service provider.
        tenant: Tenant,
        /// Its service.
        service: ServiceName,
        /// What for.
        purpose: PurposeOfUse,
    }
}

messages! {
    /// What a user does.
    #[non_exhaustive]
    Occasion {
        Login => "login", ja "ログイン", en "logs in to an account that is bound";
        Registration => "registration", ja "登録", en "binds a certificate to an account";
        Renewal => "renewal", ja "電子証明書の更新", en "binds the certificate that follows one that was bound";
        Signature => "signature", ja "電子署名", en "signs a document";
    }
}

impl Field for Occasion {
    type Wire = Zeroizing<String>;

    fn read(code: Self::Wire) -> Result<Self, ExchangeError> {
        Self::from_code(&code).ok_or(ExchangeError::UnknownCode)
    }

    fn write(self) -> Self::Wire {
        Zeroizing::new(self.code().to_owned())
    }
}
