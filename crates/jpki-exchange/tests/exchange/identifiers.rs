use jpki_exchange::identifiers::{Label, LabelError, Purpose, ServiceName};

#[test]
fn names_of_services_and_purposes_are_short_plain_words() {
    let longest = "a".repeat(64);
    for name in ["a", "account-opening", "v2.loans_1", &longest] {
        assert_eq!(ServiceName::new(name).unwrap().text(), name);
        assert_eq!(Purpose::new(name).unwrap().text(), name);
    }
    let (least, most) = (1, 64);
    let too_long = "a".repeat(65);
    for name in ["", &too_long] {
        let label = Label::ServiceName;
        assert_eq!(ServiceName::new(name), Err(LabelError::Length { label, least, most }));
    }
    for name in ["A", "口座", "a b", "a/b", "a\n", "loan:1"] {
        assert_eq!(ServiceName::new(name), Err(LabelError::Character(Label::ServiceName)));
    }
    // What a purpose may have beside.
    assert!(Purpose::new("loan:1").is_ok());
}
