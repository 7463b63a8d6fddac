//! The types that pages and model know, found by name.
//!
//! A type is found by its name first, in any case, and by its link second: published links differ from file names in case, and link texts from
//! targets, but names are reliable.

use std::collections::{HashMap, HashSet};

use edmund_model::{EnumId, FileId, Model, Primitive, QualifiedName, StructId};

use crate::Docset;
use crate::page::{EnumSection, Field, Link, Page, PageKind};
use crate::type_cell::{TypeName, TypeSpelling};

/// Something a name can mean.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known<'a> {
    /// A type that a resource page describes.
    Resource(&'a Page),
    /// An enumeration of a page.
    Enum(&'a Page, &'a EnumSection),
    /// An entity or complex type of the model.
    Struct(StructId),
    /// An enumeration of the model.
    ModelEnum(EnumId),
    /// A type definition of the model.
    Definition(Primitive),
}

/// Two are the same when they are defined in the same place: of a page there may be an outline and the whole.
impl PartialEq for Known<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Known::Resource(one), Known::Resource(two)) => one.file == two.file,
            (Known::Enum(_, one), Known::Enum(_, two)) => one.name.origin == two.name.origin,
            (Known::Struct(one), Known::Struct(two)) => one == two,
            (Known::ModelEnum(one), Known::ModelEnum(two)) => one == two,
            (Known::Definition(one), Known::Definition(two)) => one == two,
            _ => false,
        }
    }
}

/// A type as a property has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape<'a> {
    /// A built-in type.
    Primitive(Primitive),
    /// A known type.
    Known(Known<'a>),
    /// An enumeration that only lists its values in the description.
    Listed,
    /// Nothing is known.
    Unknown,
}

struct Entry<'a> {
    name: QualifiedName,
    version: Option<&'static str>,
    known: Known<'a>,
    file: String,
}

/// All of them.
pub(crate) struct Catalog<'a> {
    entries: Vec<Entry<'a>>,
    short: HashMap<String, Vec<usize>>,
    /// Full names, in lower case, that pages give to types besides the one that they are about.
    others: HashSet<String>,
    /// The model behind the pages.
    pub(crate) model: Option<&'a Model>,
}

impl<'a> Catalog<'a> {
    /// Collects the types of pages and model.
    pub(crate) fn new(set: &'a Docset, model: Option<&'a Model>) -> Self {
        let mut catalog = Catalog { entries: Vec::new(), short: HashMap::new(), others: HashSet::new(), model };
        for page in &set.outlines {
            let file = file_name(&page.path).to_lowercase();
            if let Some(name) = resource_name(page) {
                catalog.push(name, page.version(), Known::Resource(page), file.clone());
            }
            for found in &page.resource.representations {
                let named = found.annotation.odata_type().into_iter().chain(found.annotation.text("@type.aka"));
                catalog.others.extend(named.map(|name| name.value.to_lowercase()));
            }
            for section in &page.enums {
                let name = enum_name(page, section);
                catalog.push(name, page.version(), Known::Enum(page, section), file.clone());
            }
        }
        if let Some(model) = model {
            catalog.push_model(model, &set.files);
        }
        catalog
    }

    /// What the model has from these very pages is left out: it would only confirm what they say.
    fn push_model(&mut self, model: &Model, files: &HashSet<FileId>) {
        for id in model.struct_ids().filter(|id| !files.contains(&model.structure(*id).origin.file)) {
            self.push(model.structure(id).name.clone(), None, Known::Struct(id), String::new());
        }
        for (index, item) in model.enums.iter().enumerate().filter(|(_, item)| !files.contains(&item.origin.file)) {
            self.push(item.name.clone(), None, Known::ModelEnum(EnumId(index as u32)), String::new());
        }
        for item in &model.definitions {
            self.push(item.name.clone(), None, Known::Definition(item.underlying), String::new());
        }
    }

    fn push(&mut self, name: QualifiedName, version: Option<&'static str>, known: Known<'a>, file: String) {
        self.short.entry(name.name.to_lowercase()).or_default().push(self.entries.len());
        self.entries.push(Entry { name, version, known, file });
    }

    /// The names of everything that is known.
    pub(crate) fn names(&self) -> impl Iterator<Item = &QualifiedName> {
        self.entries.iter().map(|entry| &entry.name)
    }

    /// Whether a page defines a type beside the one that it is about, or says that it is another name of it.
    pub(crate) fn is_other(&self, name: &QualifiedName) -> bool {
        self.others.contains(&name.to_string().to_lowercase())
    }

    /// The names of the types that metadata defines.
    pub(crate) fn metadata(&self) -> impl Iterator<Item = &QualifiedName> {
        let defined = |entry: &&Entry<'_>| !matches!(entry.known, Known::Resource(_) | Known::Enum(..));
        self.entries.iter().filter(defined).map(|entry| &entry.name)
    }

    /// The pages of types, with the full names of these.
    pub(crate) fn resources(&self) -> impl Iterator<Item = (&QualifiedName, &'a Page)> {
        self.entries.iter().filter_map(|entry| match entry.known {
            Known::Resource(page) => Some((&entry.name, page)),
            _ => None,
        })
    }

    /// What pages of a version define under a full name, the first one first.
    fn defined(&self, name: &QualifiedName, version: Option<&str>) -> impl Iterator<Item = Known<'a>> {
        let candidates = self.short.get(&name.name.to_lowercase()).into_iter().flatten().map(|index| &self.entries[*index]);
        candidates.filter(move |entry| entry.name == *name && entry.version == version).map(|entry| entry.known)
    }

    /// The first page of a version about a type.
    pub(crate) fn first_page(&self, name: &QualifiedName, version: Option<&str>) -> Option<&'a Page> {
        self.defined(name, version).find_map(|known| match known {
            Known::Resource(page) => Some(page),
            _ => None,
        })
    }

    /// The first section of a version that defines an enumeration.
    pub(crate) fn first_section(&self, name: &QualifiedName, version: Option<&str>) -> Option<&'a EnumSection> {
        self.defined(name, version).find_map(|known| match known {
            Known::Enum(_, section) => Some(section),
            _ => None,
        })
    }

    /// What a name means on a page.
    pub(crate) fn find(&self, name: &str, link: Option<&Link>, page: &Page) -> Option<Known<'a>> {
        self.entry(name, link, page).map(|entry| entry.known)
    }

    /// The full name, as defined, of what a full name means whatever its case.
    pub(crate) fn defined_name(&self, name: &str, page: &Page) -> Option<&QualifiedName> {
        name.contains('.').then(|| self.entry(name, None, page)).flatten().map(|entry| &entry.name)
    }

    fn entry(&self, name: &str, link: Option<&Link>, page: &Page) -> Option<&Entry<'a>> {
        let name = name.trim_start_matches('#');
        let (namespace, simple) = name.rsplit_once('.').map_or((None, name), |(namespace, simple)| (Some(namespace), simple));
        let Some(candidates) = self.short.get(&simple.to_lowercase()) else {
            // The link text may be another word than the heading of the section it leads to.
            let section = link.and_then(Link::section).filter(|section| !section.eq_ignore_ascii_case(simple))?;
            return self
                .entry(section, link, page)
                .filter(|entry| Some(&entry.file) == link.map(|link| link.file_of(&page.path)).as_ref());
        };
        let own = crate::catalog::namespace(page);
        let file = link.map(|link| link.file_of(&page.path)).unwrap_or_default();
        let linked = |entry: &Entry<'_>| !file.is_empty() && file == entry.file;
        let named = |entry: &&Entry<'_>| match namespace {
            // Without a namespace, a name is one of the page's own or of one above it, unless a link says which.
            None | Some("graph") => {
                is_within(&own, &entry.name.namespace) || linked(entry) || (entry.file.is_empty() && link.is_some())
            }
            // Some texts leave out what all namespaces have in common: `callRecords.media`.
            Some(namespace) => is_tail(namespace, &entry.name.namespace),
        };
        let version = page.version();
        let same_version = |entry: &&Entry<'_>| fits(version, entry.version);
        // `max_by_key` gives the last maximum; reversed, the first entry wins a tie.
        candidates.iter().rev().map(|index| &self.entries[*index]).filter(named).filter(same_version).max_by_key(|entry| {
            let exact = entry.name.name == simple;
            (linked(entry), entry.name.namespace.eq_ignore_ascii_case(&own), exact)
        })
    }

    /// What has a full name, in any version.
    pub(crate) fn named(&self, name: &QualifiedName) -> Option<Known<'a>> {
        let candidates = self.short.get(&name.name.to_lowercase())?;
        let mut entries = candidates.iter().map(|index| &self.entries[*index]);
        entries.find(|entry| entry.name.namespace.eq_ignore_ascii_case(&name.namespace)).map(|entry| entry.known)
    }

    /// The type of a field.
    pub(crate) fn shape(&self, field: &Field, page: &Page) -> Shape<'a> {
        match &field.ty {
            Some(ty) => self.shape_of(ty, !field.listed().is_empty(), page),
            None => Shape::Unknown,
        }
    }

    fn shape_of(&self, ty: &TypeSpelling, listed: bool, page: &Page) -> Shape<'a> {
        match &ty.name {
            TypeName::Primitive(primitive) => Shape::Primitive(*primitive),
            TypeName::Named(name) => match self.find(name, ty.link.as_ref(), page) {
                Some(Known::Definition(primitive)) => Shape::Primitive(primitive),
                Some(known) => Shape::Known(known),
                None if listed && ty.link.is_none() => Shape::Listed,
                None => Shape::Unknown,
            },
            TypeName::Enumeration if listed => Shape::Listed,
            _ => Shape::Unknown,
        }
    }

    /// The members of an enumeration; `None` for everything else.
    pub(crate) fn members(&self, known: Known<'a>) -> Option<Vec<&'a str>> {
        match known {
            Known::Enum(_, section) => Some(section.members.iter().map(|member| member.name.value.as_str()).collect()),
            Known::ModelEnum(id) => Some(self.model?.enumeration(id).members.iter().map(|member| member.name.as_str()).collect()),
            _ => None,
        }
    }

    /// The members of an enumeration by any of its definitions: where two differ, that is reported of them, not of each value.
    pub(crate) fn all_members(&self, known: Known<'a>) -> Option<Vec<&'a str>> {
        let mut members = self.members(known)?;
        let Known::Enum(page, section) = known else { return Some(members) };
        let name = enum_name(page, section);
        let same = self.short.get(&name.name.to_lowercase()).into_iter().flatten().map(|index| &self.entries[*index]);
        for entry in same.filter(|entry| entry.name == name && entry.version == page.version()) {
            for member in self.members(entry.known).unwrap_or_default() {
                if !members.contains(&member) {
                    members.push(member);
                }
            }
        }
        Some(members)
    }

    /// Whether values of an enumeration are sets of members.
    pub(crate) fn is_flags(&self, known: Known<'a>) -> bool {
        match known {
            Known::Enum(_, section) => section.is_flags,
            Known::ModelEnum(id) => self.model.is_some_and(|model| model.enumeration(id).is_flags),
            _ => false,
        }
    }

    /// The type a type derives from: `Ok(None)` when it has no base, `Err` when the base is not known.
    pub(crate) fn base(&self, page: &'a Page) -> Result<Option<Known<'a>>, ()> {
        let annotated = page.resource.representations.first().and_then(|found| found.annotation.text("baseType"));
        if let Some(name) = annotated.filter(|name| !name.value.is_empty()) {
            return self.find(&name.value, None, page).map(Some).ok_or(());
        }
        match &page.resource.inherits {
            Some(link) => self.find(link.text.trim_matches('*'), Some(link), page).map(Some).ok_or(()),
            None => Ok(None),
        }
    }

    /// The enumeration that has exactly these members.
    pub(crate) fn enum_with(&self, values: &[&str], page: &Page) -> Option<&QualifiedName> {
        let mut wanted: Vec<_> = values.to_vec();
        wanted.sort_unstable();
        let equal = |entry: &&Entry<'a>| {
            self.members(entry.known).is_some_and(|mut members| {
                members.sort_unstable();
                members == wanted
            })
        };
        let own = |entry: &&Entry<'a>| fits(page.version(), entry.version);
        self.entries.iter().filter(own).find(equal).map(|entry| &entry.name)
    }
}

/// Whether what a page of one version defines may be meant on a page of another.
fn fits(version: Option<&str>, other: Option<&str>) -> bool {
    version.is_none() || other.is_none() || version == other
}

/// Whether a namespace is another one or lies below it.
pub(crate) fn is_within(namespace: &str, other: &str) -> bool {
    let below = namespace.get(..other.len()).is_some_and(|head| head.eq_ignore_ascii_case(other));
    below && matches!(namespace.as_bytes().get(other.len()), None | Some(b'.'))
}

/// Whether a namespace is another one, or the end of it.
pub(crate) fn is_tail(tail: &str, namespace: &str) -> bool {
    let Some(before) = namespace.len().checked_sub(tail.len()) else { return false };
    let ends = namespace.get(before..).is_some_and(|end| end.eq_ignore_ascii_case(tail));
    ends && (before == 0 || namespace.as_bytes()[before - 1] == b'.')
}

/// The full name of the type a resource page describes.
pub(crate) fn resource_name(page: &Page) -> Option<QualifiedName> {
    if page.kind != PageKind::Resource {
        return None;
    }
    let annotated = page.resource.representations.first().and_then(|found| found.annotation.odata_type());
    if let Some(name) = annotated.and_then(|name| QualifiedName::parse(&name.value)) {
        return Some(name);
    }
    let name = page.resource.name.as_ref()?;
    Some(QualifiedName::new(namespace(page), name.value.clone()))
}

/// The full name of an enumeration of a page.
pub(crate) fn enum_name(page: &Page, section: &EnumSection) -> QualifiedName {
    QualifiedName::parse(&section.name.value).unwrap_or_else(|| QualifiedName::new(namespace(page), section.name.value.clone()))
}

/// The namespace of a page; Microsoft Graph's where the page names none, because that is what published pages leave out.
pub(crate) fn namespace(page: &Page) -> String {
    let named = page.namespace.as_ref().map(|namespace| namespace.value.trim_matches('.').to_owned());
    named.filter(|namespace| !namespace.is_empty()).unwrap_or_else(|| "microsoft.graph".to_owned())
}

/// The last segment of a path or link, without anchor.
pub(crate) fn file_name(path: &str) -> &str {
    let path = path.split(['#', '?']).next().unwrap_or(path);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
