use edmund::{Entity, Nav, Navs};

edmund::request_types!();

#[derive(Entity)]
#[odata(name = "example.group", key(id))]
pub struct Group {
    pub id: Option<String>,
}

#[derive(Entity)]
#[odata(name = "example.user", key(id))]
pub struct User {
    pub id: Option<String>,
    pub manager: Nav<User>,
    pub groups: Navs<Group>,
}

#[derive(Entity)]
#[odata(of = User)]
struct Boss {
    id: String,
}

// A navigation property is not selected.
#[derive(Entity)]
#[odata(of = User)]
struct Selected {
    manager: Option<String>,
}

// A property is not expanded.
#[derive(Entity)]
#[odata(of = User)]
struct Expanded {
    #[odata(expand)]
    id: Option<Boss>,
}

// A projection of another type.
#[derive(Entity)]
#[odata(of = User)]
struct OtherType {
    #[odata(expand)]
    groups: Vec<Boss>,
}

// A whole model.
#[derive(Entity)]
#[odata(of = User)]
struct Whole {
    #[odata(expand)]
    manager: Option<User>,
}

#[derive(Entity)]
#[odata(of = User)]
struct Raw {
    manager: Nav<User>,
}

// A model does not expand.
#[derive(Entity)]
#[odata(name = "example.device", key(id))]
pub struct Device {
    #[odata(expand)]
    pub id: Option<String>,
}

fn main() {}
