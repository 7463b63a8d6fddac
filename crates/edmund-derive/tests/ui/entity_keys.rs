use edmund::{Complex, Entity};

#[derive(Entity)]
struct Nameless {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(nmae = "example.misspelt")]
struct Misspelt {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "example.unknown", colour = "red")]
struct Unknown {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "example.twice", name = "example.again")]
struct Twice {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "")]
struct Empty {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "example.key", key(display_nam, id, x))]
struct Key {
    id: Option<String>,
    display_name: Option<String>,
}

#[derive(Complex)]
#[odata(name = "example.keyed", key(id))]
struct Keyed {
    id: Option<String>,
}

#[derive(Complex)]
#[odata(name = "example.fields")]
struct Fields {
    #[odata(name = "same")]
    one: Option<String>,
    #[odata(name = "same")]
    other: Option<String>,
    #[odata(value = 5)]
    valued: Option<String>,
    #[odata(names = "x")]
    named: Option<String>,
    #[odata(name = 5)]
    numbered: Option<String>,
}

fn main() {}
