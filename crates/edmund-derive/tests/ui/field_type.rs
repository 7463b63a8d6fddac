use edmund::{Complex, OpenEnum};

struct Foreign;

#[derive(Complex)]
#[odata(name = "example.foreign")]
struct Model {
    foreign: Option<Foreign>,
}

#[derive(Complex)]
#[odata(name = "example.nested")]
struct Nested {
    rows: Option<Vec<Vec<i32>>>,
}

#[derive(OpenEnum)]
#[odata(name = "example.level")]
enum Level {
    Low,
    Unrecognized(Box<str>),
}

fn main() {
    let _ = Level::Low;
}
