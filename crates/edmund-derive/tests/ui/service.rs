edmund::request_types!();

#[derive(edmund::Entity)]
#[odata(name = "example.user", key(id))]
pub struct User {
    pub id: Option<String>,
}

#[edmund::service(name = "x")]
pub trait Mistakes {
    fn unnamed(&self) -> Many<User>;

    #[odata(entity_sets = "users")]
    fn misspelt(&self) -> Many<User>;

    #[odata(entity_set = "users", singleton = "me")]
    fn both(&self) -> Many<User>;

    #[odata(entity_set = "users")]
    fn with_parameter(&self, id: i32) -> Many<User>;

    #[odata(singleton = "me")]
    fn returns_nothing(&self);
}

fn main() {}
