use edmund::{Entity, Nav};

#[derive(Entity)]
#[odata(name = "example.user", key(id))]
struct User {
    id: Option<String>,
    display_name: Option<String>,
}

#[derive(Entity)]
#[odata(of = User)]
struct Row {
    id: String,
    displayname: Option<String>,
    #[odata(name = "mailNickname")]
    nickname: Option<String>,
}

#[derive(Entity)]
#[odata(of = User)]
struct WithNavigation {
    id: String,
    manager: Nav<User>,
}

#[derive(Entity)]
#[odata(of = Missing)]
struct Lost {
    id: String,
}

fn main() {}
