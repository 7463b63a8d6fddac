use edmund::{Entity, Filter, Flags, Nav, Navs, OpenEnum, Patch};

edmund::request_types!();

#[derive(OpenEnum)]
#[odata(name = "example.right")]
pub enum Right {
    Read,
    Unrecognized(Box<str>),
}

#[derive(Entity)]
#[odata(name = "example.user", key(id))]
pub struct User {
    #[odata(computed)]
    pub id: Option<String>,
    #[odata(operators(eq, startswith))]
    pub mail: Option<String>,
    pub age: Option<i32>,
    pub rights: Option<Flags<Right>>,
    #[odata(immutable, operators(eq, r#in))]
    pub city: Option<String>,
    pub manager: Nav<User>,
    pub groups: Navs<Group>,
}

#[derive(Entity)]
#[odata(name = "example.group", key(id))]
pub struct Group {
    pub id: Option<String>,
    #[odata(operators(equals))]
    pub name: Option<String>,
}

fn main() {
    // An operator that the service does not support.
    User::MAIL.ne("a@example.com");
    User::MAIL.contains("a");
    User::CITY.desc();
    // A value of another type, and another property of another type.
    User::AGE.eq("five");
    User::AGE.lt(User::CITY.unchecked());
    // A property of another type.
    let _: Filter<User> = Group::ID.eq("1");
    User::MANAGER.get(Group::ID);
    // A function of another type.
    User::AGE.starts_with("5");
    User::CITY.year();
    User::AGE.add("1");
    User::RIGHTS.has("read");
    // One is not many.
    User::MANAGER.any(|user| user.get(User::AGE).gt(5));
    // What a client cannot change.
    let _: Patch<User> = Patch::new().set(User::ID, "1").null(User::CITY);
    // A name that does not exist.
    User::MAILS.eq("a");
}
