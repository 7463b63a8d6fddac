edmund::request_types!();

#[derive(edmund::Entity)]
#[odata(name = "example.user", key(id))]
pub struct User {
    pub id: Option<String>,
}

#[edmund::operations]
pub trait WithoutTargets {
    #[odata(function = "example.f")]
    fn f(&self) -> bool;
}

#[edmund::operations(no = [One<User>])]
pub trait Misspelt {
    #[odata(function = "example.f")]
    fn g(&self) -> bool;
}

#[edmund::operations(on = [One<User>])]
pub trait Mistakes {
    fn unnamed(&self) -> bool;

    #[odata(functon = "example.f")]
    fn misspelt(&self) -> bool;

    #[odata(function = "example.f", action = "example.f")]
    fn both(&self) -> bool;

    #[odata(function = "example.f")]
    fn returns_nothing(&self);

    #[odata(function = "example.f")]
    fn without_receiver() -> bool;

    #[odata(function = "example.f")]
    fn with_body(&self) -> bool {
        true
    }

    #[odata(function = "example.f")]
    fn generic<T>(&self, value: T) -> bool;

    #[odata(function = "example.f")]
    fn pattern(&self, (a, b): (i32, i32)) -> bool;

    const NUMBER: i32;
}

#[edmund::operations(on = [One<User>])]
pub struct NotATrait;

fn main() {}
