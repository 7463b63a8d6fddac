//! However a page is cut into pieces, it reads as it does in one; and whatever bytes there are, they end in a page or an error.

use http::{HeaderMap, StatusCode, Uri};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn reply(body: &[u8]) -> Reply {
    Reply {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: bytes::Bytes::copy_from_slice(body),
        url: Uri::from_static("https://service.test/people"),
        request: "GET /people".to_owned(),
        safe: true,
        retry_after: None,
        token: None,
    }
}

/// Reads a page that comes in pieces of these lengths, again and again; shows the page or the error.
fn read_pieces<T: DeserializeOwned + std::fmt::Debug>(body: &[u8], lengths: &[usize]) -> String {
    let mut decoder = PageDecoder::<T>::new();
    let mut rest = body;
    for length in lengths.iter().cycle() {
        let (piece, behind) = rest.split_at((*length).min(rest.len()));
        decoder.push(piece);
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    show(decoder.finish(&reply(b"")))
}

fn show<T: std::fmt::Debug>(page: Result<Page<T>, Error>) -> String {
    page.map_or_else(|error| format!("ERROR {error}"), |page| format!("{page:?}"))
}

/// The same, read as one document by serde_json alone; `None` if that is no page.
fn read_plainly(body: &[u8]) -> Option<String> {
    let document: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let value = document.get("value")?.as_array()?.clone();
    let text = |name: &str| document.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let page = Page {
        value,
        count: document.get("@odata.count").and_then(Value::as_i64),
        next_link: text("@odata.nextLink"),
        delta_link: text("@odata.deltaLink"),
        context: text("@odata.context"),
        ..Page::default()
    };
    Some(format!("{page:?}"))
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u32>().prop_map(|number| json!(f64::from(number) / -8.0)),
        "[a-z\"\\\\{}\\[\\],:é𝄞\n]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z\"]{0,4}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn document() -> impl Strategy<Value = Value> {
    (proptest::collection::vec(value(), 0..6), any::<u32>(), proptest::option::of("[a-z?$%=]{0,8}"), value()).prop_map(
        |(items, count, link, other)| {
            let mut page = json!({ "@odata.count": count, "value": items, "zother": other });
            if let Some(link) = link {
                page["@odata.nextLink"] = Value::from(link);
            }
            page
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn pieces_make_the_same_page(
        page in document(), pretty in any::<bool>(), lengths in proptest::collection::vec(1_usize..9, 1..6)
    ) {
        let text = if pretty { serde_json::to_string_pretty(&page) } else { serde_json::to_string(&page) }.unwrap();
        let plain = read_plainly(text.as_bytes()).unwrap();
        prop_assert_eq!(&show(PageDecoder::<Value>::read(&reply(text.as_bytes()))), &plain);
        prop_assert_eq!(&read_pieces::<Value>(text.as_bytes(), &lengths), &plain);
        // Where it is cut off it is an error.
        let cut = text.len() * lengths[0] / 9;
        prop_assert!(read_pieces::<Value>(&text.as_bytes()[..cut], &lengths).starts_with("ERROR"));
        // Items are kept as written, too.
        prop_assert!(!read_pieces::<Box<RawValue>>(text.as_bytes(), &lengths).starts_with("ERROR"));
    }

    /// A page of which some bytes were changed is read as it would be in one piece, or refused as it would be.
    #[test]
    fn damaged_pages(
        page in document(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        lengths in proptest::collection::vec(1_usize..9, 1..6),
    ) {
        let mut text = serde_json::to_vec(&page).unwrap();
        for (index, byte) in changes {
            let at = index.index(text.len());
            text[at] = byte;
        }
        let whole = show(PageDecoder::<Value>::read(&reply(&text)));
        let pieces = read_pieces::<Value>(&text, &lengths);
        prop_assert_eq!(whole.starts_with("ERROR"), pieces.starts_with("ERROR"), "{}\n{}", whole, pieces);
        if !whole.starts_with("ERROR") {
            prop_assert_eq!(whole, pieces);
        }
    }
}

#[test]
fn what_is_no_page() {
    let shown: Vec<String> = [
        "",
        " \n",
        "[1]",
        "null",
        "<html>",
        "{}",
        "{",
        r#"{"value"}"#,
        r#"{"value":"#,
        r#"{"value":{}}"#,
        r#"{"value":null}"#,
        r#"{"value":[1,2"#,
        r#"{"value":[1 2]}"#,
        r#"{"value":[1,]}"#,
        r#"{"value":[]"#,
        r#"{"value":[]}x"#,
        r#"{"value":[],"value":[]}"#,
        r#"{"value":[],"error":{"code":"late","message":"m"}}"#,
        r#"{"error":{"code":"instead","message":"m"}}"#,
        r#"{"value":[1,{"error":{"code":"inside","message":"m"}}]}"#,
        r#"{"value":[1,"two"]}"#,
        "\u{feff}{\"value\":[1]}",
    ]
    .iter()
    .map(|text| {
        let whole = show(PageDecoder::<i32>::read(&reply(text.as_bytes())));
        assert_eq!(whole, read_pieces::<i32>(text.as_bytes(), &[1]), "{text}");
        format!("{text:?}: {whole}")
    })
    .collect();
    expect_test::expect![[r#"
        "": ERROR GET /people: cannot read the answer (status 200, 0 bytes): expected a JSON document, found an empty body
        " \n": ERROR GET /people: cannot read the answer (status 200, 2 bytes): expected a JSON document, found an empty body
        "[1]": ERROR GET /people: cannot read the answer (status 200, 3 bytes), byte 0: expected an object with a collection in its member value, found an array
        "null": ERROR GET /people: cannot read the answer (status 200, 4 bytes), byte 0: expected an object with a collection in its member value, found null
        "<html>": ERROR GET /people: cannot read the answer (status 200, 6 bytes), byte 0: expected an object with a collection in its member value, found text that is not JSON
        "{}": ERROR GET /people: cannot read the answer (status 200, 2 bytes): expected a collection, found an object without the member value
        "{": ERROR GET /people: cannot read the answer (status 200, 1 bytes), byte 1: the document is cut off
        "{\"value\"}": ERROR GET /people: cannot read the answer (status 200, 9 bytes), byte 8: expected `:`
        "{\"value\":": ERROR GET /people: cannot read the answer (status 200, 9 bytes), byte 9: the document is cut off
        "{\"value\":{}}": ERROR GET /people: cannot read the answer (status 200, 12 bytes), byte 9: expected the items of a collection, found an object
        "{\"value\":null}": ERROR GET /people: cannot read the answer (status 200, 14 bytes), byte 9: expected the items of a collection, found null
        "{\"value\":[1,2": ERROR GET /people: cannot read the answer (status 200, 13 bytes), byte 12: the document is cut off
        "{\"value\":[1 2]}": ERROR GET /people: cannot read the answer (status 200, 15 bytes), byte 12: expected `,` or `]`
        "{\"value\":[1,]}": ERROR GET /people: cannot read the answer (status 200, 14 bytes) at value/1, byte 12: expected value
        "{\"value\":[]": ERROR GET /people: cannot read the answer (status 200, 11 bytes), byte 11: the document is cut off
        "{\"value\":[]}x": ERROR GET /people: cannot read the answer (status 200, 13 bytes), byte 12: trailing characters
        "{\"value\":[],\"value\":[]}": ERROR GET /people: cannot read the answer (status 200, 23 bytes), byte 20: the member value stands twice
        "{\"value\":[],\"error\":{\"code\":\"late\",\"message\":\"m\"}}": ERROR GET /people: 200 OK, late: m
        "{\"error\":{\"code\":\"instead\",\"message\":\"m\"}}": ERROR GET /people: 200 OK, instead: m
        "{\"value\":[1,{\"error\":{\"code\":\"inside\",\"message\":\"m\"}}]}": ERROR GET /people: 200 OK, inside: m
        "{\"value\":[1,\"two\"]}": ERROR GET /people: cannot read the answer (status 200, 19 bytes) at value/1, byte 16: invalid type: string "two", expected i32
        "\u{feff}{\"value\":[1]}": Page { value: [1], count: None, next_link: None, delta_link: None, context: None }"#]].assert_eq(&shown.join("\n"));
}

#[test]
fn a_long_value_is_not_read_again_for_every_piece() {
    let text = format!(r#"{{"value":["{}"]}}"#, "x".repeat(1 << 22));
    let mut decoder = PageDecoder::<String>::new();
    let mut looks = 0;
    for piece in text.as_bytes().chunks(4096) {
        let enough = decoder.enough;
        decoder.push(piece);
        looks += usize::from(decoder.enough != enough);
    }
    assert_eq!(decoder.finish(&reply(b"")).unwrap().value[0].len(), 1 << 22);
    assert!(looks < 16, "{looks}");
}
