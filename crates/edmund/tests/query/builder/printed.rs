//! The same queries as typed properties print them.

use std::collections::BTreeSet;

use edmund::query::Options;
use edmund::{
    Address, Client, Date, DateTimeOffset, Decimal, Filter, Flags, Guid, Item, Key, KeyStyle, Navigation, Navigations, OpenEnum,
    Operand, Order, Property, Search, Term, TimeOfDay,
};

use super::{GUID, INSTANT};

/// The entity that the suite's tests are about.
struct Row;

#[derive(OpenEnum)]
#[odata(name = "suite.feature")]
enum Feature {
    #[odata(name = "Feature1")]
    Feature1,
    #[odata(name = "Feature2")]
    Feature2,
    #[odata(name = "Feature3")]
    Feature3,
    Unrecognized(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "suite.status")]
enum Status {
    #[odata(name = "AVAIL")]
    Avail,
    Unrecognized(Box<str>),
}

const ID: Property<Row, Decimal> = Property::new("id");
const NAME: Property<Row, String> = Property::new("name");
/// What is said of an item of a collection of `V`.
type Condition<V, F> = fn(Term<Item<V, Row>, V>) -> F;

/// What the typed builder prints.
#[derive(Default)]
pub(super) struct Printed(BTreeSet<String>);

impl Printed {
    /// Everything that the suite's tests print.
    pub(super) fn all() -> Self {
        let mut printed = Self::default();
        for print in [numbers, texts, times, logic, enumerations, collections, searches, options, keys] {
            print(&mut printed);
        }
        printed
    }

    pub(super) fn contains(&self, normal: &str) -> bool {
        self.0.contains(normal)
    }

    fn filter<T>(&mut self, filter: impl Into<Filter<T>>) {
        let text = filter.into().to_string();
        // The type before a member is free in OData 4.01; ours is for 4.0 as well.
        self.0.insert(text.replace("suite.feature'", "'").replace("suite.status'", "'"));
    }

    fn term<V>(&mut self, term: Term<Row, V>) {
        self.0.insert(term.into_expr().to_string());
    }

    fn order(&mut self, order: Order<Row>) {
        self.0.insert(format!("order {}", order.into_order_by()));
    }

    fn query(&mut self, query: &Options) {
        self.0.insert(format!("?{}", edmund::query::decode(&query.to_string()).expect("it is in its form")));
    }

    fn search(&mut self, search: Search) {
        self.0.insert(format!("search {search}"));
    }

    /// What every type can be asked: compared with values and with another property.
    fn comparisons<V: Clone + Operand<Row, V>>(&mut self, name: &'static str, values: &[V], other: &'static str) {
        let (property, other) = (Property::<Row, V>::new(name), Property::<Row, V>::new(other));
        for value in values {
            self.compared(property, || value.clone());
            for second in values {
                for third in values {
                    let either = property.eq(value.clone()).or(property.eq(second.clone()));
                    self.filter(either.clone().or(property.eq(third.clone())));
                    self.filter(either);
                }
            }
            self.filter(property.in_([value.clone()]));
        }
        self.filter(property.in_(values.iter().cloned()));
        self.compared(property, || other);
        self.filter(property.is_null());
        self.filter(property.is_not_null());
        self.order(property.asc());
        self.order(property.desc());
    }

    fn compared<V, O: Operand<Row, V>>(&mut self, property: Property<Row, V>, value: impl Fn() -> O) {
        self.filter(property.eq(value()));
        self.filter(property.ne(value()));
        self.filter(property.lt(value()));
        self.filter(property.le(value()));
        self.filter(property.gt(value()));
        self.filter(property.ge(value()));
    }

    /// What a collection can be asked, by a condition on its items.
    fn collection<V, F: Into<Filter<Item<V, Row>>>>(&mut self, name: &'static str, conditions: &[Condition<V, F>]) {
        let collection = Navigations::<Row, V>::new(name);
        for condition in conditions {
            self.filter(collection.any(condition));
            self.filter(collection.all(condition));
        }
        self.filter(collection.is_not_empty());
        self.order(collection.count().asc());
        self.order(collection.count().desc());
    }
}

fn numbers(printed: &mut Printed) {
    let price = Property::<Row, Decimal>::new("Price");
    let number = |text: &str| text.parse::<Decimal>().expect("it is in its form");
    printed.comparisons("Price", &["42", "44", "5", "4.2"].map(number), "Budget");
    printed.comparisons("ID", &["12", "44"].map(number), "Budget");
    printed.comparisons("id", &["1", "123"].map(number), "Budget");
    fn calculated(printed: &mut Printed, price: Property<Row, Decimal>, with: impl Operand<Row, Decimal> + Clone) {
        let terms = [
            price.add(with.clone()),
            price.sub(with.clone()),
            price.mul(with.clone()),
            price.div(with.clone()),
            price.div_by(with.clone()),
            price.mod_(with),
        ];
        for term in terms {
            printed.filter(term.eq(Decimal::from(44)));
        }
    }
    calculated(printed, price, Decimal::from(42));
    calculated(printed, price, Property::<Row, Decimal>::new("Budget"));
    for whole in [price.ceiling(), price.floor(), price.round()] {
        printed.filter(whole.eq(Decimal::from(5)));
    }
    let test = Property::<Row, i32>::new("test");
    printed.filter(test.lt(5));
    printed.term(test.add(5));
    printed.filter(Property::<Row, i32>::new("test").eq(Property::<Row, i32>::new("hhh")));
}

fn texts(printed: &mut Printed) {
    let (country, language) = (Property::<Row, String>::new("Country"), Property::<Row, String>::new("Language"));
    printed.comparisons("Country", &["France", "X", "y", "z"].map(String::from), "Language");
    printed.comparisons("ID", &["a".to_owned()], "Language");
    printed.comparisons("name", &["Horst", "Kai", "Zebra"].map(String::from), "Language");
    printed.filter(NAME.eq("hi"));
    printed.filter(NAME.starts_with("Hi"));
    for relation in ["xy", "xx", "test"] {
        let name = Navigation::<Row, Row>::new(relation).get(NAME);
        printed.filter(name.clone().starts_with("Hi"));
        printed.filter(name.contains("hi"));
    }
    for city in ["Address_City", "Home_Address_City"] {
        printed.filter(Property::<Row, String>::new(city).eq("Berlin"));
    }
    for term in [
        Term::value("X_").concat(country).eq("X_France"),
        language.concat(country).eq("X_France"),
        country.concat("_X").eq("France_X"),
        country.concat(language).eq("France_X"),
        country.substring(3).eq("nce"),
        country.substring(0).eq("France"),
        country.substring_of(1, 2).eq("ra"),
        country.substring(language.length()).eq("ce"),
        country.substring_of(0, 3).to_lower().starts_with("fr"),
        country.to_lower().eq("france"),
        country.to_upper().eq("FRANCE"),
        country.trim().eq("France"),
        country.length().eq(6),
        country.index_of("nce").eq(3),
        country.index_of(language).eq(3),
        country.matches_pattern("[A-Za-z]+"),
        country.matches_pattern(language),
        country.starts_with("Fra"),
        country.starts_with(language),
        country.ends_with("nce"),
        country.ends_with(language),
        country.contains("ran"),
        country.contains(language),
    ] {
        printed.filter(term);
    }
    printed.term(Property::<Row, String>::new("test").length());
    printed.term(Term::<Row, String>::value("it's"));
    let capital = Property::<Row, String>::new("Test");
    printed.term(capital.substring_of(0, 3));
    printed.filter(capital.contains(Property::<Row, String>::new("ttt")));
    printed.filter(Navigation::<Row, Row>::new("test").get(Property::<Row, String>::new("test")).contains("hi"));
}

fn times(printed: &mut Printed) {
    let made = Property::<Row, DateTimeOffset>::new("createdAt");
    printed.comparisons("createdAt", &[INSTANT.parse::<DateTimeOffset>().expect("it is in its form")], "changedAt");
    for (part, value) in
        [(made.year(), 2021), (made.month(), 7), (made.day(), 3), (made.hour(), 20), (made.minute(), 15), (made.second(), 3)]
    {
        printed.filter(part.eq(value));
    }
    let created = Property::<Row, DateTimeOffset>::new("created");
    printed.filter(created.gt(INSTANT.parse::<DateTimeOffset>().expect("it is in its form")));
    printed.filter(created.date().eq(Property::<Row, Date>::new("xxx")));
    printed.filter(created.time().eq(Property::<Row, TimeOfDay>::new("xxx")));
    printed.filter(Property::<Row, Date>::new("created").gt("2021-07-03".parse::<Date>().expect("it is in its form")));
    printed.filter(Property::<Row, TimeOfDay>::new("created").gt("12:30:00".parse::<TimeOfDay>().expect("it is in its form")));
    printed.comparisons("ID", &[GUID.parse::<Guid>().expect("it is in its form")], "other");
}

fn logic(printed: &mut Printed) {
    printed.comparisons("done", &[true, false], "Test");
    printed.comparisons("done", &[true, false], "test");
    printed.comparisons("test", &[true, false], "Test");
    let (one, two) = (|| NAME.starts_with("Hi"), || ID.gt(Decimal::from(2)));
    printed.filter(one());
    printed.filter(!one());
    printed.filter(!!!one());
    printed.filter(one().and(two()));
    printed.filter(one().and(two()).and(two()));
    printed.filter(one().or(two()));
    printed.filter(one().or(two()).or(two()).or(one()));
    printed.filter(two().and((!one()).or(two())));
    printed.filter(one().or(two()).and(one().or(two())));
    let through = Navigation::<Row, Row>::new("test");
    printed.filter(through.get(ID).eq(Decimal::from(1)));
    printed.filter(through.get(ID).gt(Decimal::from(1)));
    printed.order(through.get(NAME).asc());
}

fn enumerations(printed: &mut Printed) {
    printed.comparisons("feature", &[Feature::Feature1, Feature::Feature2, Feature::Feature3], "other");
    printed.comparisons("status", &[Status::Avail], "other");
    let flags = Property::<Row, Flags<Feature>>::new("feature");
    printed.filter(flags.has(Feature::Feature2));
    printed.filter(flags.has(Feature::Feature1).and(flags.has(Feature::Feature3)));
}

fn collections(printed: &mut Printed) {
    printed.collection::<Row, _>(
        "test",
        &[
            |item| item.get(ID).gt(Decimal::from(18)),
            |item| item.clone().get(ID).gt(Decimal::from(18)).and(item.get(NAME).contains("Humu")),
        ],
    );
    printed.collection::<String, _>(
        "test",
        &[|item| item.eq("New York"), |item| item.clone().contains("New").and(item.contains("York"))],
    );
    printed.collection::<Feature, _>(
        "features",
        &[|item| item.eq(Feature::Feature1), |item| item.clone().eq(Feature::Feature2).and(item.eq(Feature::Feature3))],
    );
    printed.filter(Term::<bool, bool>::it());
}

fn searches(printed: &mut Printed) {
    let (one, two) = (|| Search::word("one"), || Search::phrase("two three"));
    for search in [
        !one(),
        !!!one(),
        one().and(two()),
        one().and(two()).and(two()),
        one().or(two()),
        one().or(two()).or(two()).or(one()),
        (!one()).or(two()).and(two()),
        one().or(two()).and(one().or(two())),
    ] {
        printed.search(search);
    }
}

fn options(printed: &mut Printed) {
    let (friends, best) = (Navigations::<Row, Row>::new("friends"), Navigation::<Row, Row>::new("bestFriend"));
    let age = Property::<Row, i32>::new("age");
    printed.0.insert(best.select(age).to_string());
    printed.0.insert(Navigation::<Row, Row>::new("Address").select(NAME).to_string());
    let mut query = Options::default();
    edmund::Selection::add_to((NAME, age), &mut query.select);
    query.expand = vec![edmund::Expand::from(friends).into_expanded(), best.select(NAME).into_expanded()];
    printed.query(&query);
    let all = friends.select(NAME).filter(NAME.eq("Horst")).order_by(NAME.asc()).count().top(1).skip(0);
    let mut query = Options::default();
    query.expand = vec![all.into_expanded()];
    printed.query(&query);
    let street = Property::<Row, String>::new("street");
    let addresses = Property::<Row, Vec<Row>>::new("AltAdresses").items();
    let some = addresses.select(street).filter(street.eq("Horststr.")).count().top(1).skip(0).search(Search::word("berlin"));
    let mut query = Options::default();
    edmund::Selection::add_to(some, &mut query.select);
    printed.query(&query);
}

fn keys(printed: &mut Printed) {
    let client =
        Client::builder().base_url("https://example.org").key_style(KeyStyle::Parentheses).build().expect("it is in its form");
    let odd = "a/b'c";
    for (set, key) in [
        ("EntityXy", Key::of(Property::<Row, i32>::new("isbn"), 123)),
        ("EntityXy", Key::from(123)),
        ("EntityXy", Key::of(Property::<Row, String>::new("isbn"), odd)),
        ("EntityXy", Key::from(odd)),
        ("EntityXy", Key::of(Property::<Row, bool>::new("Test"), true)),
        ("EntityXy", Key::from(edmund::query::Literal::Boolean(false))),
        ("EntityXy", Key::of(Property::<Row, String>::new("title"), "test").and(Property::<Row, String>::new("author"), "xxx")),
        ("Persons", Key::from("xxx")),
        ("Persons", Key::of(Property::<Row, String>::new("UserName"), "xxx")),
        ("Persons", Key::from("&/?")),
        ("Persons", Key::of(Property::<Row, String>::new("UserName"), "&/?")),
        ("Persons", Key::from(123)),
        ("Persons", Key::of(Property::<Row, i32>::new("ID"), 456)),
    ] {
        let address = Address::root(&client).property(set).key(key);
        printed.0.insert(edmund::query::decode(address.path().trim_start_matches('/')).expect("it is in its form"));
    }
    let function = Address::root(&client).function("getSomething").returning::<()>();
    printed.0.insert(function.address().path().trim_start_matches('/').to_owned());
}
