//! Comparison of general names: RFC 5280 §7, RFC 3986 §6.2.

use jpki_core::der::Oid;
use jpki_core::name::Name;
use jpki_x509::extension::general_name::GeneralName::{
    self, DirectoryName, DnsName, IpAddress, OtherName, RegisteredId, Rfc822Name,
    UniformResourceIdentifier as Uri,
};
use proptest::prelude::*;

fn matches(this: &GeneralName<'_>, that: &GeneralName<'_>) -> bool {
    let result = this.matches(that);
    assert_eq!(result, that.matches(this), "not symmetric");
    assert_eq!(result, this.canonical() == that.canonical(), "the canonical forms disagree");
    result
}

fn uris_match(this: &str, that: &str) -> bool {
    matches(&Uri(this.as_bytes()), &Uri(that.as_bytes()))
}

#[test]
fn uris_that_mean_the_same_are_the_same() {
    for (this, that) in [
        ("http://crl.example.jp/a.crl", "http://crl.example.jp/a.crl"),
        // case of scheme and host: RFC 3986 §6.2.2.1
        ("HTTP://CRL.Example.JP/a.crl", "http://crl.example.jp/a.crl"),
        ("HTTP://user@CRL.example.jp/a", "http://user@crl.example.jp/a"),
        ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
        // percent-encoding: §6.2.2.1, §6.2.2.2
        ("http://a/%7Euser", "http://a/~user"),
        ("http://a/b%2fc", "http://a/b%2Fc"),
        ("http://%41.example/", "http://a.example/"),
        ("http://a/b?c=%41", "http://a/b?c=A"),
        // dot segments: §6.2.2.3
        ("http://a/b/./c/../d", "http://a/b/d"),
        ("http://a/b/..", "http://a/"),
        ("http://a/b/.", "http://a/b/"),
        ("http://a/../b", "http://a/b"),
        ("http://a/b/%2E%2e/c", "http://a/c"),
        // schemes: §6.2.3
        ("http://a", "http://a/"),
        ("http://a:80/b", "http://a/b"),
        ("http://a:/b", "http://a/b"),
        ("https://a:443/b", "https://a/b"),
        ("ftp://a:21/b", "ftp://a/b"),
        ("LDAP://a:389/cn=b", "ldap://a/cn=b"),
        ("http://a?b", "http://a/?b"),
        ("http://[::1]:80/", "http://[::1]/"),
    ] {
        assert!(uris_match(this, that), "{this} {that}");
    }
}

#[test]
fn uris_that_differ_are_different() {
    for (this, that) in [
        ("http://a/b", "http://a/B"),
        ("http://a/b?c", "http://a/b?C"),
        ("http://User@a/", "http://user@a/"),
        ("http://a/b", "https://a/b"),
        ("http://a:8080/b", "http://a/b"),
        ("http://a:443/b", "http://a/b"),
        ("http://a/b%2Fc", "http://a/b/c"),
        ("http://a/b%3Fc", "http://a/b?c"),
        ("http://a/b", "http://a/b/"),
        ("http://a/b?/../c", "http://a/c"),
        ("http://a//b", "http://a/b"),
        ("http://a/b", "http://a.jp/b"),
        ("http://[::1]:80/", "http://[::1:80]/"),
        ("http://a/b%", "http://a/b"),
        ("other://a:80/", "other://a/"),
        ("other://a", "other://a/"),
        // a path must not become an authority
        ("file:/.//a/b", "file://a/b"),
        ("file:/x/..//a/b", "file://a/b"),
        // not a URI: bytes
        ("Example", "example"),
        ("1http://A/", "1http://a/"),
        ("urn:a:B", "urn:a:b"),
    ] {
        assert!(!uris_match(this, that), "{this} {that}");
    }
}

#[test]
fn each_form_is_compared_by_its_own_rule() {
    // §7.2
    assert!(matches(&DnsName(b"Example.JP"), &DnsName(b"example.jp")));
    assert!(!matches(&DnsName(b"example.jp"), &DnsName(b"example.co.jp")));
    // §7.5
    assert!(matches(&Rfc822Name(b"Hana@Example.JP"), &Rfc822Name(b"Hana@example.jp")));
    assert!(!matches(&Rfc822Name(b"Hana@example.jp"), &Rfc822Name(b"hana@example.jp")));
    let printable = [0x30, 13, 0x31, 11, 0x30, 9, 0x06, 3, 0x55, 4, 6, 0x13, 2, b'J', b'P'];
    let (mut utf8, mut other) = (printable, printable);
    (utf8[11], utf8[13]) = (0x0c, b'j');
    other[14] = b'Q';
    let name = |bytes| DirectoryName(Name::from_der(bytes).unwrap());
    assert!(matches(&name(&printable), &name(&utf8)));
    assert!(!matches(&name(&printable), &name(&other)));

    let other = |type_id, value| OtherName { type_id: Oid::from_bytes(type_id), value };
    assert!(matches(&other(b"\x2a", b"\x05\0"), &other(b"\x2a", b"\x05\0")));
    assert!(!matches(&other(b"\x2a", b"\x05\0"), &other(b"\x2b", b"\x05\0")));
    assert!(!matches(&other(b"\x2a", b"\x0c\x01A"), &other(b"\x2a", b"\x0c\x01a")));
    assert!(!matches(&IpAddress(b"ABCD"), &IpAddress(b"abcd")));
    // one text, but of another form
    assert!(!matches(&DnsName(b"a"), &Uri(b"a")));
    assert!(!matches(&IpAddress(b"abcd"), &RegisteredId(Oid::from_bytes(b"abcd"))));
    assert_eq!(format!("{:?}", DnsName(b"a").canonical()), "DnsName");
}

proptest! {
    #[test]
    fn any_text_is_compared(
        this in "(http|HTTP|x):[aA/.%:@?#2E\\[\\]]{0,12}",
        that in "(http|HTTP|x):[aA/.%:@?#2E\\[\\]]{0,12}",
    ) {
        prop_assert!(uris_match(&this, &this));
        uris_match(&this, &that);
    }
}
