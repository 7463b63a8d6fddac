//! What comes through the three doors is the same.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edmund::Property;
use edmund_codegen::File;

/// The source as the compiler sees it: without comments of the header, in one format.
fn normal(text: &str) -> String {
    prettyplease::unparse(&syn::parse_file(text).unwrap())
}

fn generated_files(folder: &Path, prefix: &str) -> Vec<File> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            files.extend(generated_files(&path, &format!("{name}/")));
        } else {
            files.push(File { path: name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
    files
}

#[test]
fn the_build_script_writes_what_the_command_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked_in = edmund_build::single_file(&generated_files(&folder.join("src/generated"), ""));
    let built = include_str!(concat!(env!("OUT_DIR"), "/edmund.rs"));
    assert_eq!(normal(built), normal(&checked_in));
    // The macro expands to this text, so that it need not be compared again.
    let schema = folder.join("schema/library.csdl.xml");
    assert_eq!(normal(&edmund_build::Builder::new().schema(schema).text().unwrap()), normal(built));
}

macro_rules! uses {
    ($test:ident, $door:ident) => {
        #[test]
        fn $test() {
            use three_doors::$door::{Author, Book, Container as _, One, Shelf, State};

            let text = r#"{"isbn":"1","shelf":{"room":"A"},"state":"lent","authors":[{"type":"human"}]}"#;
            let book: Book = serde_json::from_str(text).unwrap();
            assert_eq!(book.state, Some(State::Lent));
            assert_eq!(book.shelf, Some(Shelf { room: Some("A".to_owned()), ..Shelf::default() }));
            assert_eq!(book.authors.get().unwrap().unwrap()[0].type_.as_deref(), Some("human"));
            assert_eq!(serde_json::to_string(&book).unwrap(), text);
            let properties: (Property<Book, String>, Property<Author, edmund::Guid>) = (Book::TITLE, Author::ID);
            assert_eq!((properties.0.name(), properties.1.name()), ("title", "id"));
            let client = edmund::Client::builder().base_url("https://library.test").build().unwrap();
            let book: One<Book> = client.books().id("1");
            assert_eq!(book.authors().address().path(), "/books/1/authors");
            assert!(format!("{:?}", book.lend("ada", None)).contains("Library.lend"));
        }
    };
}

uses!(generated_files_are_used, generated);
uses!(the_build_script_is_used, built);
uses!(the_macro_is_used, inline);
