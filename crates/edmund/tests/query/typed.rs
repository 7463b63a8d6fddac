//! What typed properties print.

#![allow(unreachable_pub, reason = "models are public where they are generated")]

use edmund::query::{Levels, Options};
use edmund::{
    Aggregated, Apply, Complex, Date, DateTimeOffset, Decimal, Duration, Entity, Extra, Filter, Flags, Nav, Navs, OpenEnum,
    Search, Term,
};
use expect_test::expect;

edmund::request_types!();

#[derive(OpenEnum)]
#[odata(name = "shop.right")]
pub enum Right {
    Read,
    Write,
    Unrecognized(Box<str>),
}

#[derive(Complex)]
#[odata(name = "shop.address")]
pub struct Address {
    pub city: Option<String>,
}

#[derive(Complex)]
#[odata(name = "shop.locatedAddress", base = "shop.address")]
pub struct LocatedAddress {
    pub city: Option<String>,
    pub height: Option<f64>,
}

#[derive(Entity)]
#[odata(name = "shop.product", key(id))]
pub struct Product {
    pub id: Option<String>,
    pub name: Option<String>,
    pub is_new: Option<bool>,
    pub size: Option<i32>,
    pub x: Option<i32>,
    pub weight: Option<i32>,
    pub price: Option<f64>,
    pub tax: Option<Decimal>,
    pub made: Option<DateTimeOffset>,
    pub sold: Option<DateTimeOffset>,
    pub born: Option<Date>,
    pub shelf_life: Option<Duration>,
    pub rights: Option<Flags<Right>>,
    pub tags: Option<Vec<String>>,
    pub address: Option<Address>,
    pub addresses: Option<Vec<Address>>,
    pub maker: Nav<Maker>,
    pub parts: Navs<Product>,
    pub extra: Extra,
}

#[derive(Entity)]
#[odata(name = "shop.spare", base = "shop.product", key(id))]
pub struct Spare {
    pub id: Option<String>,
    pub fits: Option<String>,
    pub extra: Extra,
}

#[derive(Entity)]
#[odata(name = "shop.factory", base = "shop.maker", key(id))]
pub struct Factory {
    pub id: Option<String>,
    pub city: Option<String>,
    pub extra: Extra,
}

#[derive(Entity)]
#[odata(name = "shop.maker", key(id))]
pub struct Maker {
    pub id: Option<String>,
    pub name: Option<String>,
    pub is_big: Option<bool>,
    pub extra: Extra,
}

fn show(filters: impl IntoIterator<Item = Filter<Product>>) -> String {
    let lines = filters.into_iter().map(|filter| {
        let text = filter.to_string();
        let read = edmund::query::parse_filter(&text).map(|expr| expr.to_string());
        assert_eq!(read.as_ref(), Ok(&text));
        text
    });
    lines.collect::<Vec<_>>().join("\n")
}

type P = Product;

#[test]
fn comparisons_with_values_and_with_other_properties() {
    let filters = [
        P::SIZE.eq(5).and(P::SIZE.lt(P::WEIGHT)),
        P::NAME.ne("O'Brien").or(P::NAME.eq(P::MAKER.get(Maker::NAME))),
        P::SIZE.in_([1, 2]),
        P::SIZE.in_([P::WEIGHT.add(1)]).and(P::NAME.in_(Vec::<&str>::new())),
        P::IS_NEW.into(),
        !Filter::from(P::IS_NEW),
        P::ADDRESS.get(Address::CITY).is_null(),
        P::ADDRESS.cast::<LocatedAddress>().get(LocatedAddress::HEIGHT).gt(8.5),
        P::ADDRESS.is_of::<LocatedAddress>(),
        Filter::is_of::<Maker>(),
        P::RIGHTS.has(Right::Write),
    ];
    expect![[r#"
        size eq 5 and size lt weight
        name ne 'O''Brien' or name eq maker/name
        size in (1,2)
        size eq weight add 1 and false
        isNew
        not isNew
        address/city eq null
        address/shop.locatedAddress/height gt 8.5
        isof(address,shop.locatedAddress)
        isof(shop.maker)
        rights has shop.right'write'"#]]
    .assert_eq(&show(filters));
}

#[test]
fn arithmetic_and_functions() {
    let filters = [
        P::SIZE.add(P::WEIGHT).mul(2).gt(P::SIZE.sub(1).neg()),
        P::SIZE.mod_(2).eq(0).and(P::SIZE.div(3).le(P::WEIGHT)),
        P::PRICE.round().eq(P::PRICE.ceiling()).and(P::TAX.floor().ge(Decimal::from(1))),
        P::SOLD.sub(P::MADE).gt(P::SHELF_LIFE),
        P::MADE.add(P::SHELF_LIFE).lt(Term::now()),
        P::MADE.year().eq(2024).and(P::MADE.hour().lt(12)).and(P::BORN.month().eq(2)),
        P::MADE.date().eq(P::BORN),
        P::SHELF_LIFE.total_seconds().gt(Decimal::from(3600)),
        P::NAME.to_lower().trim().concat(P::ID).starts_with("a").and(P::NAME.substring_of(1, 2).eq("b")),
        P::NAME.index_of("x").eq(-1).and(P::NAME.length().gt(3)).and(P::NAME.matches_pattern("^A")),
    ];
    expect![[r#"
        (size add weight) mul 2 gt -(size sub 1)
        size mod 2 eq 0 and size div 3 le weight
        round(price) eq ceiling(price) and floor(tax) ge 1
        sold sub made gt shelfLife
        made add shelfLife lt now()
        year(made) eq 2024 and hour(made) lt 12 and month(born) eq 2
        date(made) eq born
        totalseconds(shelfLife) gt 3600
        startswith(concat(trim(tolower(name)),id),'a') and substring(name,1,2) eq 'b'
        indexof(name,'x') eq -1 and length(name) gt 3 and matchesPattern(name,'^A')"#]]
    .assert_eq(&show(filters));
}

#[test]
fn collections_and_what_navigation_properties_lead_to() {
    let filters = [
        P::TAGS.any(|tag| tag.eq("a")).and(P::TAGS.all(|tag| tag.length().lt(5))),
        P::TAGS.count().gt(2).and(P::TAGS.is_not_empty()),
        P::ADDRESSES.any(|address| address.get(Address::CITY).eq("Paris")),
        P::PARTS.any(|part| part.get(P::TAGS).any(|tag| tag.eq("x"))),
        P::PARTS.all(|part| part.get(P::IS_NEW)),
        P::PARTS.count().gt(1).and(P::PARTS.is_not_empty()),
        P::MAKER.get(Maker::IS_BIG).into(),
        P::PARTS.any(|part| part.get(P::MAKER).get(Maker::NAME).eq(P::NAME)),
        P::PARTS.any(|part| part.clone().get(P::TAGS).any(|tag| tag.eq(part.get(P::NAME)))),
        P::PARTS.any(|part| part.get(P::SIZE).gt(P::X)),
        P::PARTS.all(|part| part.get(P::PARTS).is_not_empty()),
        P::MAKER.cast::<Factory>().get(Factory::CITY).eq("Paris").and(P::PARTS.cast::<Spare>().count().gt(1)),
        Term::derived::<Spare>().get(Spare::FITS).eq("a").and(Term::value("x").concat(P::NAME).eq("xy")),
    ];
    expect![[r#"
        tags/any(x:x eq 'a') and tags/all(x:length(x) lt 5)
        tags/$count gt 2 and tags/any()
        addresses/any(x:x/city eq 'Paris')
        parts/any(x:x/tags/any(x1:x1 eq 'x'))
        parts/all(x:x/isNew)
        parts/$count gt 1 and parts/any()
        maker/isBig
        parts/any(x:x/maker/name eq name)
        parts/any(x:x/tags/any(x1:x1 eq x/name))
        parts/any(x:x/size gt $it/x)
        parts/all(x:x/parts/any())
        maker/shop.factory/city eq 'Paris' and parts/shop.spare/$count gt 1
        shop.spare/fits eq 'a' and concat('x',name) eq 'xy'"#]]
    .assert_eq(&show(filters));
}

#[test]
fn items_without_properties_are_named_it() {
    let filter = Term::<String, String>::it().starts_with("a").and(Term::it().ne("ab"));
    assert_eq!(filter.to_string(), "startswith($it,'a') and $it ne 'ab'");
}

#[test]
fn expansions_searches_and_transformations() {
    let expand = P::PARTS
        .filter(P::PRICE.gt(1.5))
        .search(Search::phrase("a;b)").or(Search::property(P::NAME, "x\"y")))
        .expand(P::MAKER.select(Maker::NAME))
        .levels(Levels::Max);
    let references = edmund::Expand::from(P::PARTS).references().top(3);
    let apply = Apply::new()
        .filter(P::PRICE.gt(1.5))
        .compute(P::PRICE.mul(2.0), "double")
        .group_by((P::NAME, P::SIZE), [P::PRICE.sum("total"), Aggregated::count("n"), P::SIZE.count_distinct("sizes")])
        .order_by(Term::<P, f64>::computed("total").desc())
        .top(3);
    let mut options = Options::default();
    let spares = edmund::Expand::from(P::PARTS).cast::<Spare>().select(Spare::FITS);
    options.expand = vec![expand.into_expanded(), references.into_expanded(), spares.into_expanded()];
    options.apply = apply.into_transformations();
    let query = options.to_string();
    assert_eq!(Options::parse(&query).map(|options| options.to_string()).as_ref(), Ok(&query));
    let readable = edmund::query::decode(&query).expect("what is encoded can be decoded");
    expect![[r#"
        $apply=filter(price gt 1.5)/compute(price mul 2.0 as double)/groupby((name,size),aggregate(price with sum as total,$count as n,size with countdistinct as sizes))/orderby(total desc)/top(3)
        $expand=parts($filter=price gt 1.5;$levels=max;$expand=maker($select=name);$search="a;b)" OR "name:x\"y"),parts/$ref($top=3),parts/shop.spare($select=fits)"#]].assert_eq(&readable.replace('&', "\n"));
}
