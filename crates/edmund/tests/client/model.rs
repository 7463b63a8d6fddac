//! A small service, as generated code would declare it.

edmund::request_types!();

#[derive(edmund::Entity)]
#[odata(name = "test.person", key(id))]
pub struct Person {
    /// Key.
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub age: Option<i32>,
    pub is_admin: Option<bool>,
    pub created: Option<edmund::DateTimeOffset>,
    pub mood: Option<Mood>,
    pub tags: Option<Vec<String>>,
    #[odata(path)]
    pub home: Option<Place>,
    pub places: Option<Vec<Place>>,
    pub photo: Option<edmund::Stream>,
    pub manager: edmund::Nav<Person>,
    pub friends: edmund::Navs<Person>,
    pub extra: edmund::Extra,
}

/// Derived from a person.
#[derive(edmund::Entity)]
#[odata(name = "test.employee", base = "test.person", key(id))]
pub(crate) struct Employee {
    pub id: Option<String>,
    pub badge: Option<i64>,
    pub extra: edmund::Extra,
}

#[derive(edmund::Complex)]
#[odata(name = "test.place")]
pub struct Place {
    pub city: Option<String>,
    pub visits: Option<Vec<i32>>,
}

#[derive(edmund::OpenEnum)]
#[odata(name = "test.mood")]
pub enum Mood {
    Good,
    Bad,
    Unrecognized(Box<str>),
}

#[derive(edmund::Entity)]
#[odata(of = Person)]
pub(crate) struct Name {
    pub id: String,
    pub display_name: Option<String>,
}

#[edmund::operations(on = [One<Person>])]
pub trait PersonOperations {
    #[odata(function = "test.distance")]
    fn distance(&self, to: String, via: Option<Vec<String>>) -> f64;

    #[odata(function = "test.ancestors")]
    fn ancestors(&self) -> Vec<Person>;

    #[odata(function = "test.home")]
    fn current_home(&self, on: edmund::Date) -> Place;

    #[odata(action = "test.move")]
    fn move_to(&self, place: Place, reason: Option<String>);
}

#[edmund::operations(on = [Many<Person>])]
pub trait PeopleOperations {
    #[odata(function = "test.delta")]
    fn delta(&self) -> Vec<Person>;
}

#[edmund::operations(on = [One<Place>])]
pub trait PlaceOperations {
    #[odata(action = "test.leave")]
    fn leave(&self);
}

#[edmund::service]
pub trait TestService {
    #[odata(entity_set = "people")]
    fn people(&self) -> Many<Person>;

    #[odata(singleton = "me")]
    fn me(&self) -> One<Person>;

    #[odata(function = "nearest")]
    fn nearest(&self, latitude: f64, within: Option<Vec<i32>>) -> Person;

    #[odata(action = "reset")]
    fn reset(&self, #[odata(name = "Reason")] reason: &str);
}
