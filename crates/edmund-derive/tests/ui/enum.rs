use edmund::OpenEnum;

#[derive(OpenEnum)]
#[odata(name = "example.record")]
struct Record {
    id: Option<String>,
}

#[derive(OpenEnum)]
enum Nameless {
    One,
    Unrecognized(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "example.closed")]
enum Closed {
    One,
}

#[derive(OpenEnum)]
#[odata(name = "example.double")]
enum Double {
    One,
    Unrecognized(Box<str>),
    Other(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "example.struct")]
enum Fields {
    One { id: i32 },
    Unrecognized(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "example.values")]
#[repr(i64)]
enum Values {
    #[odata(value = 9223372036854775807)]
    Most,
    More,
    #[odata(value = 9223372036854775808)]
    TooMuch,
    #[odata(vaule = 1)]
    Misspelt,
    #[odata(name = "most")]
    Again,
    Explicit = 5,
    Unrecognized(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "example.generic")]
enum Generic<T> {
    Unrecognized(T),
}

fn main() {
    let _ = Closed::One.clone();
    let _ = serde_json::to_string(&Closed::One);
}
