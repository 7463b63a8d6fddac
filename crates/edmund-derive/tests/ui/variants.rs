use edmund::{Entity, Variants};

#[derive(Entity)]
#[odata(name = "example.item", key(id))]
struct Item {
    id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "example.file", base = "example.item", key(id))]
struct File {
    id: Option<String>,
}

#[derive(Variants)]
#[odata(of = Item)]
struct Record {
    id: Option<String>,
}

#[derive(Variants)]
enum OfNothing {
    File(File),
    Other(Item),
}

#[derive(Variants)]
#[odata(of = Item)]
enum NoRest {
    File(File),
}

#[derive(Variants)]
#[odata(of = Item)]
enum TwoRests {
    Other(Item),
    Rest(Item),
}

#[derive(Variants)]
#[odata(of = Item)]
enum Empty {
    File,
    Other(Item),
}

#[derive(Variants)]
#[odata(of = Item)]
enum NoModel {
    Text(String),
    Other(Item),
}

fn main() {}
