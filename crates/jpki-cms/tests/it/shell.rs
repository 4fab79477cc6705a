//! The outer shell: BER in every form that makers write, in memory and in pieces, and its bounds.

use crate::support::{self, CONTENT, assess, hanako};
use jpki_cms::CmsError;
use jpki_cms::content::{Content, SignedContent};
use jpki_cms::signed_data::{ParsedSignedData, SignedData, SignedDataStream};
use jpki_cms::signer::SignerPolicy;
use jpki_cms::signer_info::SignerInfo;
use jpki_core::der::DerErrorKind;
use jpki_core::limits::Limits;
use jpki_core::report::Verdict;
use jpki_crypto::RustCrypto;
use jpki_test_support::openssl;
use jpki_testkit::asn1;
use jpki_testkit::cms::{
    ContentEncoding, LengthForm, SignedDataBuilder, SignerBuilder, signature_time_stamp,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::oid;
use proptest::prelude::*;

fn builder(encoding: ContentEncoding, lengths: LengthForm) -> SignedDataBuilder {
    let hanako = hanako();
    SignedDataBuilder::new(CONTENT)
        .encoding(encoding)
        .lengths(lengths)
        .certificate(hanako.certificate())
        .signer(SignerBuilder::new(hanako.certificate(), hanako.key()))
}

fn forms() -> Vec<Vec<u8>> {
    let encodings = [
        ContentEncoding::Whole,
        ContentEncoding::Pieces(1),
        ContentEncoding::Pieces(7),
        ContentEncoding::Pieces(1000),
        ContentEncoding::NestedPieces(5, 1),
        ContentEncoding::NestedPieces(5, 20),
    ];
    let lengths = [LengthForm::Definite, LengthForm::Indefinite];
    let both = |encoding| lengths.map(|lengths| builder(encoding, lengths).build());
    encodings.into_iter().flat_map(both).collect()
}

/// Reads a message in pieces of this many bytes.
fn stream(
    message: &[u8],
    step: usize,
) -> Result<(SignedData, Option<SignedContent<'static>>, Vec<u8>), CmsError> {
    let mut stream = SignedDataStream::new(&RustCrypto, &Limits::DEFAULT);
    let mut streamed = Vec::new();
    for piece in message.chunks(step) {
        stream.update(piece, |bytes| streamed.extend_from_slice(bytes))?;
    }
    let (signed_data, content) = stream.finish()?;
    Ok((signed_data, content, streamed))
}

#[test]
fn every_form_of_ber_is_the_same_message() {
    for message in forms() {
        let ParsedSignedData { signed_data, content } =
            SignedData::from_ber(&message).expect("a message");
        let Content::Attached(content) = content else { panic!("content is inside") };
        assert_eq!(content.to_vec(), CONTENT);
        assert_eq!(content.length(), CONTENT.len() as u64);
        let certificates: Vec<&[u8]> = signed_data.certificate_bytes().collect();
        assert_eq!(certificates, [hanako().certificate()]);
        assert_eq!(assess(&message, &SignerPolicy::document()).verdict(), Verdict::Valid);
    }
}

/// X.690 §8.1.3.5: in BER a length may have more bytes than it needs, also where the value is as short.
#[test]
fn a_version_may_have_a_long_length() {
    let message = builder(ContentEncoding::Whole, LengthForm::Indefinite).build();
    let version = [0x30, 0x80, 0x02, 0x01];
    let start = message.windows(4).position(|bytes| bytes == version).expect("a version");
    for (length, expected) in [(&[0x81, 0x01][..], true), (&[0x82, 0, 1], true), (&[0x00], false)] {
        let mut changed = message.clone();
        changed.splice(start + 3..=start + 3, length.iter().copied());
        let read = SignedData::from_ber(&changed);
        assert_eq!(read.is_ok(), expected, "{length:x?}");
        if expected {
            assert_eq!(assess(&changed, &SignerPolicy::document()).verdict(), Verdict::Valid);
            assert_eq!(stream(&changed, 1).expect("a message").2, CONTENT);
        }
    }
}

/// It may refuse what is deeper: its reader of strings goes five strings deep.
#[test]
fn openssl_reads_the_same_forms() {
    if openssl::available() {
        let deep = |lengths| builder(ContentEncoding::NestedPieces(5, 20), lengths).build();
        let too_deep = [LengthForm::Definite, LengthForm::Indefinite].map(deep);
        for message in forms() {
            let accepted = support::openssl_accepts(&message, None);
            assert!(accepted || too_deep.contains(&message));
        }
    }
}

#[test]
fn a_stream_gives_what_memory_gives_wherever_it_is_cut() {
    for message in forms() {
        for step in [1, 2, 3, 64, 1000, message.len()] {
            let (signed_data, content, streamed) = stream(&message, step).expect("a message");
            assert_eq!(streamed, CONTENT);
            let content = content.expect("content is inside");
            let policy = SignerPolicy::document();
            let signers = signed_data.assess_signers(&content, &[], &policy, &RustCrypto);
            assert_eq!(signers.verdict(), Verdict::Valid);
        }
    }
}

#[test]
fn a_detached_message_streams_too() {
    let message = builder(ContentEncoding::Detached, LengthForm::Indefinite).build();
    let (signed_data, content, _) = stream(&message, 11).expect("a message");
    assert!(content.is_none());
    let mut hasher = signed_data.detached_hasher(&RustCrypto).expect("no content inside");
    CONTENT.chunks(5).for_each(|piece| hasher.update(piece));
    let policy = SignerPolicy::document();
    let signers = signed_data.assess_signers(&hasher.finish(), &[], &policy, &RustCrypto);
    assert_eq!(signers.verdict(), Verdict::Valid);
}

#[test]
fn other_content_is_not_taken_for_that_inside() {
    let message = builder(ContentEncoding::Whole, LengthForm::Definite).build();
    let ParsedSignedData { signed_data, .. } = SignedData::from_ber(&message).expect("a message");
    assert!(signed_data.digest_detached(CONTENT, &RustCrypto).is_none());
    assert!(signed_data.detached_hasher(&RustCrypto).is_none());
}

#[test]
fn a_message_cut_anywhere_is_refused() {
    for message in forms() {
        for end in 0..message.len() {
            assert!(SignedData::from_ber(&message[..end]).is_err(), "cut at {end}");
        }
        for end in (0..message.len()).step_by(13) {
            assert!(stream(&message[..end], 500).is_err(), "streamed and cut at {end}");
        }
    }
}

#[test]
fn bytes_after_the_end_are_refused_but_for_the_padding_of_pdf() {
    for message in forms() {
        let padded = [&message[..], &[0; 100]].concat();
        let trailing = [&message[..], &[0, 0, 1]].concat();
        for long in [&padded, &trailing] {
            let error = SignedData::from_ber(long).expect_err("refused");
            let CmsError::Malformed(error) = error else { panic!("{error}") };
            assert_eq!(error.kind, DerErrorKind::TrailingBytes);
            assert!(stream(long, 64).is_err());
        }
        assert!(SignedData::from_padded_ber(&message).is_ok());
        assert!(SignedData::from_padded_ber(&padded).is_ok());
        assert!(SignedData::from_padded_ber(&trailing).is_err());
    }
}

#[test]
fn other_content_infos_are_refused() {
    let info = |kind, content: Vec<u8>| {
        asn1::sequence([asn1::object_identifier(kind), asn1::explicit(0, content)])
    };
    let data = info(oid::CMS_DATA, asn1::octet_string(CONTENT));
    assert_eq!(SignedData::from_ber(&data).err(), Some(CmsError::NotSignedData));
    assert!(SignedData::from_ber(&[]).is_err());
    assert!(SignedData::from_ber(CONTENT).is_err());
    // PKCS #7 before CMS: the content is a SEQUENCE.
    let good = builder(ContentEncoding::Whole, LengthForm::Definite).build();
    let string = asn1::octet_string(CONTENT);
    let at = good.windows(string.len()).position(|bytes| bytes == string).expect("content");
    let mut old = good;
    old[at] = asn1::SEQUENCE;
    assert_eq!(SignedData::from_ber(&old).err(), Some(CmsError::ContentNotOctetString));
}

#[test]
fn nesting_is_bounded() {
    let nested =
        |depth| builder(ContentEncoding::NestedPieces(9, depth), LengthForm::Indefinite).build();
    assert!(SignedData::from_ber(&nested(58)).is_ok());
    for depth in [64, 1000, 100_000] {
        let message = nested(depth);
        assert!(SignedData::from_ber(&message).is_err());
        assert!(stream(&message, 4096).is_err());
    }
    // In the place of a certificate: a hundred thousand elements of indefinite length.
    let deep = [[0x30, 0x80]; 100_000].concat();
    let message =
        SignedDataBuilder::new(CONTENT).lengths(LengthForm::Indefinite).certificate(&deep).build();
    assert!(SignedData::from_ber(&message).is_err());
    for (depth, is_read) in [(50, true), (64, false), (1000, false)] {
        let closed = [[0x30, 0x80].repeat(depth), [0, 0].repeat(depth)].concat();
        let message = SignedDataBuilder::new(CONTENT).certificate(&closed).build();
        assert_eq!(SignedData::from_ber(&message).is_ok(), is_read, "{depth}");
    }
}

#[test]
fn counts_and_sizes_are_bounded() {
    let limits = Limits::DEFAULT
        .with_message_signers(1)
        .with_message_certificates(1)
        .with_message_bytes(6000);
    let refusal = |message: &[u8]| SignedData::from_ber_with(message, &limits).err();
    let one = || builder(ContentEncoding::Whole, LengthForm::Definite);
    let hanako = hanako();
    let signer = || SignerBuilder::new(hanako.certificate(), hanako.key());
    assert_eq!(refusal(&one().build()), None);
    assert_eq!(refusal(&one().signer(signer()).build()), Some(CmsError::TooManySigners));
    let two_certificates = one().certificate(hanako.certificate()).build();
    assert_eq!(refusal(&two_certificates), Some(CmsError::TooManyCertificates));
    let two_lists = one().revocation_list(&asn1::null()).revocation_list(&asn1::null()).build();
    assert_eq!(refusal(&two_lists), Some(CmsError::TooManyCertificates));
    let large = SignedDataBuilder::new(&[0; 6000]).build();
    assert!(refusal(&large).is_some());

    // Content does not count in a stream; what follows it does.
    let read = |message: &[u8]| {
        let mut stream = SignedDataStream::new(&RustCrypto, &limits);
        message.chunks(100).try_for_each(|piece| stream.update(piece, |_| {}))?;
        stream.finish().map(|_| ())
    };
    assert_eq!(read(&large), Ok(()));
    let followed_by = |bytes: usize| {
        SignedDataBuilder::new(CONTENT).certificate(&asn1::octet_string(vec![0; bytes])).build()
    };
    assert_eq!(read(&followed_by(5900)), Ok(()));
    assert!(read(&followed_by(6000)).is_err());
    let endless = [&[0x30, 0x80], &oid_of_signed_data()[..], &[0xa0, 0x80, 0x30, 0x80]].concat();
    let version_and_digests = [&[2, 1, 1, 0x31, 0x83, 0xff, 0xff, 0xff][..], &[0; 20_000]].concat();
    assert!(read(&[endless, version_and_digests].concat()).is_err());
}

#[test]
fn what_stands_before_the_content_is_bounded_alike_in_memory_and_in_a_stream() {
    let announcing = |count| {
        let two = [HashAlgorithm::Sha256, HashAlgorithm::Sha384].map(HashAlgorithm::identifier);
        let announced = two.into_iter().cycle().take(count).collect();
        SignedDataBuilder::new(CONTENT).digest_algorithms(announced).build()
    };
    for (count, is_read) in [(1000, true), (1100, false)] {
        let message = announcing(count);
        assert_eq!(SignedData::from_ber(&message).is_ok(), is_read);
        assert_eq!(stream(&message, 100_000).is_ok(), is_read);
        assert_eq!(stream(&message, 100).is_ok(), is_read);
    }
}

#[test]
fn attributes_are_bounded() {
    let hanako = hanako();
    let attribute = |number: u8| {
        let kind = asn1::element(asn1::OBJECT_IDENTIFIER, &[0x2a, number]);
        asn1::sequence([kind, asn1::set([asn1::null()])])
    };
    let signer = || SignerBuilder::new(hanako.certificate(), hanako.key());
    let message = |signer| {
        SignedDataBuilder::new(CONTENT).certificate(hanako.certificate()).signer(signer).build()
    };
    // beside content-type, message-digest and signing-time
    let limits = Limits::DEFAULT.with_signer_attributes(5);
    for (more, verdict) in [(2, Verdict::Valid), (3, Verdict::Indeterminate)] {
        let signer =
            (1..=more).fold(signer(), |signer, number| signer.attribute(attribute(number)));
        let message = message(signer);
        let ParsedSignedData { signed_data, content } =
            SignedData::from_ber_with(&message, &limits).expect("a message");
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = signed_data.digest(&content, &RustCrypto);
        let policy = SignerPolicy::document();
        let signers = signed_data.assess_signers(&content, &[], &policy, &RustCrypto);
        assert_eq!(signers.verdict(), verdict);
    }
    for (unsigned, is_read) in [(5, true), (6, false)] {
        let signer = (1..=unsigned)
            .fold(signer(), |signer, number| signer.unsigned_attribute(attribute(number)));
        let message = message(signer);
        let ParsedSignedData { signed_data, .. } =
            SignedData::from_ber(&message).expect("a message");
        let signer = signed_data.signers().next().flatten().expect("a signer");
        assert_eq!(signer.time_stamp_bytes(&limits).is_ok(), is_read);
    }
    let limits = Limits::DEFAULT.with_message_signers(2);
    for (tokens, expected) in [(2, Ok(2)), (3, Err(CmsError::TooManySigners))] {
        let tokens = vec![asn1::null(); tokens];
        let message = message(signer().unsigned_attribute(signature_time_stamp(&tokens)));
        let ParsedSignedData { signed_data, .. } =
            SignedData::from_ber(&message).expect("a message");
        let signer = signed_data.signers().next().flatten().expect("a signer");
        assert_eq!(signer.time_stamp_bytes(&limits).map(|tokens| tokens.len()), expected);
    }
}

/// What a signer's fields leave over, or have twice, is refused.
#[test]
fn a_signer_is_one_whole_element() {
    let hanako = hanako();
    let time_stamp = || signature_time_stamp(&[asn1::null()]);
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key())
        .unsigned_attribute(time_stamp())
        .to_der(oid::CMS_DATA, CONTENT);
    let is_read = |bytes: &[u8]| SignerInfo::from_ber(bytes).is_ok();
    assert!(is_read(&signer));
    assert!(!is_read(&[&signer[..], &[0]].concat()));
    assert!(!is_read(&[&signer[..], &signer[..]].concat()));
    let header = asn1::header_length(signer.len());
    let twice = asn1::sequence([&signer[header..], &asn1::element(0xa1, &time_stamp())]);
    assert!(!is_read(&twice));
}

/// A piece of the content that reaches over the string that it is a piece of: the bytes behind would be
/// content for one reader and something else for another.
#[test]
fn a_piece_of_content_stays_in_its_string() {
    let message = |piece: &[u8], behind: &[u8]| {
        let content = asn1::explicit(0, asn1::element(0x24, piece));
        let encapsulated =
            asn1::sequence([&asn1::object_identifier(oid::CMS_DATA)[..], &content, behind]);
        let digests = asn1::set([HashAlgorithm::Sha256.identifier()]);
        let fields = [asn1::unsigned(1), digests, encapsulated, asn1::set([[0; 0]])];
        asn1::sequence([oid_of_signed_data(), asn1::explicit(0, asn1::sequence(fields))])
    };
    let whole = message(&[4, 4, 1, 2, 3, 4], &[]);
    assert!(SignedData::from_ber(&whole).is_ok() && stream(&whole, 1).is_ok());
    let over = message(&[4, 6, 1, 2, 3, 4], &[5, 6]);
    assert!(SignedData::from_ber(&over).is_err() && stream(&over, 1).is_err());
}

fn oid_of_signed_data() -> Vec<u8> {
    asn1::object_identifier(oid::CMS_SIGNED_DATA)
}

#[test]
fn certificates_keep_the_bytes_they_came_in() {
    // A length that DER would write shorter: not a certificate any more, and not repaired either.
    let certificate = hanako().certificate().to_vec();
    let longer = [&[0x30, 0x83, 0x00], &certificate[2..]].concat();
    let message = SignedDataBuilder::new(CONTENT).certificate(&longer).build();
    let ParsedSignedData { signed_data, .. } = SignedData::from_ber(&message).expect("a message");
    let bytes: Vec<&[u8]> = signed_data.certificate_bytes().collect();
    assert_eq!(bytes, [longer]);
    assert_eq!(signed_data.unverified_certificates().count(), 0);
}

proptest! {
    #[test]
    fn any_content_in_any_pieces_is_read_back(
        content in proptest::collection::vec(any::<u8>(), 0..600),
        size in 1_usize..300,
        depth in 0_usize..4,
        step in 1_usize..700,
        indefinite in any::<bool>(),
    ) {
        let lengths = if indefinite { LengthForm::Indefinite } else { LengthForm::Definite };
        let message = SignedDataBuilder::new(&content)
            .encoding(ContentEncoding::NestedPieces(size, depth))
            .lengths(lengths)
            .build();
        let (_, _, streamed) = stream(&message, step).expect("a message");
        prop_assert_eq!(&streamed, &content);
        let ParsedSignedData { content: inside, .. } = SignedData::from_ber(&message).expect("a message");
        let Content::Attached(inside) = inside else { panic!("content is inside") };
        prop_assert_eq!(inside.to_vec(), content);
    }
}
