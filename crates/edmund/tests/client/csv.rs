//! Usage reports: a function that leads to a CSV document elsewhere, and its rows.

use std::collections::BTreeMap;

use edmund::request::{Function, Media};
use edmund::{Address, Date};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::script::{Answer, Script};

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    report_refresh_date: Option<Date>,
    user_principal_name: String,
    is_deleted: Option<bool>,
    #[serde(rename = "Storage Used (Byte)")]
    storage: Option<u64>,
}

fn report(script: &Script) -> Function<Media> {
    Address::root(&script.client())
        .property("reports")
        .function("getEmailActivityUserDetail")
        .argument("period", &"D7".to_owned())
        .returning()
}

async fn read(text: &str) -> Media {
    let script = Script::new([Answer::Full(200, "content-type: text/csv", text.to_owned())]);
    report(&script).await.unwrap()
}

/// What is read of a document: each row, or its error.
async fn check(text: &str, expected: Expect) {
    let media = read(text).await;
    let lines: Vec<String> = match media.rows::<Activity>() {
        Ok(rows) => rows
            .map(|row| match row {
                Ok(Activity { report_refresh_date, user_principal_name, is_deleted, storage }) => {
                    format!("{report_refresh_date:?} {user_principal_name:?} {is_deleted:?} {storage:?}")
                }
                Err(error) => format!("ERROR {error}"),
            })
            .collect(),
        Err(error) => vec![format!("ERROR {error}")],
    };
    expected.assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn the_document_is_fetched_without_the_token() {
    let script = Script::new([
        Answer::Full(302, "location: https://reports.test/file?sig=a%2Fb", String::new()),
        Answer::Full(200, "content-type: text/csv\netag: \"1\"", "UPN\r\nada\r\n".to_owned()),
    ]);
    let media = report(&script).await.unwrap();
    assert_eq!((media.body.as_ref(), media.etag.as_deref()), (b"UPN\r\nada\r\n".as_slice(), Some("\"1\"")));
    expect![[r#"
        GET https://service.test/v1/reports/getEmailActivityUserDetail(period='D7')
          prefer: include-unknown-enum-members
          accept: */*
        GET https://reports.test/file?sig=a%2Fb
          accept: */*
          (no odata-maxversion)
          (no authorization)"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn an_unchanged_report_is_none() {
    let script = Script::new([Answer::Full(304, "etag: \"1\"", String::new())]);
    assert_eq!(report(&script).if_changed("\"1\"").await.unwrap(), None);
}

#[tokio::test]
async fn columns_fill_the_fields_of_their_names() {
    check(
        "\u{feff}Report Refresh Date,User Principal Name,Is Deleted,Storage Used (Byte),New Column\r\n\
         2026-01-31,\"Ada \"\"the first\"\", O'Brien\",False,12,x\r\n\
         ,\"two\r\nlines\",Yes,,\r\n",
        expect![[r#"
            Some(2026-01-31) "Ada \"the first\", O'Brien" Some(false) Some(12)
            None "two\r\nlines" Some(true) None"#]],
    )
    .await;
    check("userPrincipalName\nada\n", expect![[r#"None "ada" None None"#]]).await;
    check("", expect![""]).await;
    check("User Principal Name,Is Deleted", expect![""]).await;
}

#[tokio::test]
async fn errors_tell_the_line_and_the_column() {
    check(
        "User Principal Name,Is Deleted,Storage Used (Byte)\n\"a\nb\",maybe,1\nc,true,-1\nd\ne,No,7\n",
        expect![[r#"
            ERROR line 2, column `Is Deleted`: expected True, False, Yes or No, found `maybe`
            ERROR line 4, column `Storage Used (Byte)`: expected a whole number that is not negative, found `-1`
            ERROR line 5: expected 3 cells, as there are columns, found 1
            None "e" Some(false) Some(7)"#]],
    )
    .await;
    check("Is Deleted\nTrue\n", expect!["ERROR line 2: missing field `userPrincipalName`"]).await;
}

/// As RFC 4180 writes a record.
fn written(record: &[String]) -> String {
    let cells: Vec<String> = record.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    cells.join(",") + "\r\n"
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(records in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..5)) {
        let text: String = ["a,b,c\r\n".to_owned()].into_iter().chain(records.iter().map(|record| written(record))).collect();
        let media = pollster(read(&text));
        let rows: Vec<BTreeMap<String, String>> = media.rows().unwrap().collect::<Result<_, _>>().unwrap();
        let found: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_values().collect()).collect();
        prop_assert_eq!(found, records);
    }

    /// No document does more than give rows and errors, and it ends.
    #[test]
    fn every_document_ends(text in "[a,\"\r\n\u{feff}1 é]{0,60}") {
        let media = pollster(read(&text));
        let lines = text.len() + 1;
        if let Ok(rows) = media.rows::<Activity>() {
            prop_assert!(rows.count() <= lines);
        }
    }
}

fn pollster<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}
