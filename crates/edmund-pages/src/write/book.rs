//! What all pages share: which pages there are, what they are called, and the sample values on them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use edmund_model::sample::Plan;
use edmund_model::surface::{Entry, Surface, surface};
use edmund_model::{EnumId, Model, OperationKind, QualifiedName, StructId, Type, TypeRef};
use serde_json::{Map, Value};

use super::markdown::{Document, Folder, Head};
use super::names::{self, Names};
use super::{PageFile, PageOptions};

/// The pages of one model.
pub(super) struct Book<'a> {
    pub(super) model: &'a Model,
    pub(super) options: &'a PageOptions,
    pub(super) surface: Surface,
    /// File names of the entries' pages, in their order.
    pub(super) operations: Vec<String>,
    /// Names of the entries' examples, in their order.
    pub(super) examples: Vec<String>,
    /// Names of the second examples of entries that track changes.
    pub(super) continuations: HashMap<usize, String>,
    /// Positions of the entries that concern a type.
    pub(super) methods: HashMap<StructId, Vec<usize>>,
    types: Vec<String>,
    enums: Vec<String>,
    samples: Vec<OnceCell<(StructId, Map<String, Value>)>>,
}

impl<'a> Book<'a> {
    pub(super) fn new(model: &'a Model, options: &'a PageOptions) -> Book<'a> {
        let surface = surface(model);
        let default = default_namespace(model, options);
        let mut names = Names::default();
        let mut stem = |name: &QualifiedName| names.claim(&[names::of_type(name, &default)]);
        let types = model.structs.iter().map(|item| stem(&item.name)).collect();
        let enums = model.enums.iter().map(|item| stem(&item.name)).collect();
        let mut names = Names::default();
        let operations: Vec<String> =
            surface.entries.iter().map(|entry| names.claim(&names::of_entry(model, entry, &default))).collect();
        let mut names = Names::default();
        let examples = operations.iter().map(|stem| names.claim(&[names::of_example(stem)])).collect();
        let tracking = surface.entries.iter().enumerate().filter(|(_, entry)| tracks_changes(model, entry));
        let continuations = tracking
            .map(|(index, _)| (index, names.claim(&[names::of_example(&format!("{}_next", operations[index]))])))
            .collect();
        let mut methods: HashMap<StructId, Vec<usize>> = HashMap::new();
        for (index, entry) in surface.entries.iter().enumerate() {
            for id in concerned(model, entry) {
                methods.entry(id).or_default().push(index);
            }
        }
        let samples = model.structs.iter().map(|_| OnceCell::new()).collect();
        Book { model, options, surface, operations, examples, continuations, methods, types, enums, samples }
    }

    /// The types, with the file names of their pages.
    pub(super) fn types(&self) -> impl Iterator<Item = (StructId, &str)> {
        self.model.struct_ids().zip(&self.types).map(|(id, stem)| (id, stem.as_str()))
    }

    /// The enumerations, with the file names of their pages.
    pub(super) fn enums(&self) -> impl Iterator<Item = (EnumId, &str)> {
        self.enums.iter().enumerate().map(|(index, stem)| (EnumId(index as u32), stem.as_str()))
    }

    pub(super) fn entry(&self, index: usize) -> &Entry {
        &self.surface.entries[index]
    }

    pub(super) fn type_stem(&self, id: StructId) -> &str {
        &self.types[id.index()]
    }

    pub(super) fn enum_stem(&self, id: EnumId) -> &str {
        &self.enums[id.index()]
    }

    /// A link to a type's page.
    pub(super) fn link(&self, folder: Folder, id: StructId) -> String {
        let name = &self.model.structure(id).name.name;
        folder.link(name, Folder::Resources, self.type_stem(id))
    }

    /// What a `Type` cell says: `String`, `[user](user.md) collection`.
    pub(super) fn type_cell(&self, folder: Folder, ty: &TypeRef) -> String {
        let name = match ty.ty {
            Type::Primitive(primitive) => primitive.name().to_owned(),
            Type::Definition(id) => self.model.definition(id).underlying.name().to_owned(),
            Type::Struct(id) => self.link(folder, id),
            Type::Enum(id) => {
                let name = &self.model.enumeration(id).name.name;
                folder.link(name, Folder::Resources, self.enum_stem(id))
            }
            Type::Unknown => "Untyped".to_owned(),
        };
        if ty.collection { format!("{name} collection") } else { name }
    }

    /// The example of a type, and the type that it is of: a derived one where the type itself is abstract.
    pub(super) fn sample(&self, id: StructId) -> &(StructId, Map<String, Value>) {
        self.samples[id.index()].get_or_init(|| {
            let plan = Plan::canonical(self.model, id);
            (plan.structure(), plan.row(0))
        })
    }

    /// The service's root URL without a slash at its end.
    pub(super) fn base_url(&self) -> &str {
        self.options.base_url.trim_end_matches('/')
    }

    /// A page up to its first section.
    pub(super) fn document(&self, title: &str, description: &str, doc_type: &str, namespace: &str) -> Document {
        let options = self.options;
        let or = |value: &'a str, default: &'static str| if value.trim().is_empty() { default } else { value };
        let mut document = Document::new(&Head {
            title,
            description,
            author: or(&options.author, "edmund"),
            localization_priority: or(&options.localization_priority, "medium"),
            product: or(&options.product, "reference"),
            doc_type,
            namespace,
        });
        if self.is_beta() {
            document.line("[!INCLUDE [beta-disclaimer](../includes/beta-disclaimer.md)]");
        }
        document
    }

    /// The files that pages include.
    pub(super) fn includes(&self) -> impl Iterator<Item = PageFile> {
        let text = "> [!IMPORTANT]\n> APIs under the `/beta` version are subject to change. Use in production applications is not supported.\n";
        self.is_beta().then(|| PageFile { path: "includes/beta-disclaimer.md".to_owned(), text: text.to_owned() }).into_iter()
    }

    fn is_beta(&self) -> bool {
        self.base_url().ends_with("/beta")
    }
}

/// The types on whose pages an entry is listed: what it addresses and what declares it. An import has neither; it is listed with the types of its
/// signature, or where those are no entity or complex types, with the first type of the service, so that every page can be found.
fn concerned(model: &Model, entry: &Entry) -> Vec<StructId> {
    let mut ids: Vec<StructId> = names::subject(model, entry).into_iter().chain(entry.target).chain(entry.owner).collect();
    if let Some(operation) = entry.operation.filter(|_| ids.is_empty()).map(|id| model.operation(id)) {
        let types = operation.returns.iter().map(|returns| returns.ty.ty).chain(operation.parameters.iter().map(|it| it.ty.ty));
        ids.extend(types.filter_map(|ty| if let Type::Struct(id) = ty { Some(id) } else { None }));
        if ids.is_empty() {
            ids.extend(model.containers.iter().flat_map(|container| &container.sources).find_map(|source| source.ty));
        }
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids
}

/// Whether a request gives changes page by page: the function `delta` of a collection, as Microsoft Graph's change tracking has it.
pub(super) fn tracks_changes(model: &Model, entry: &Entry) -> bool {
    entry.operation.map(|id| model.operation(id)).is_some_and(|operation| {
        let gives_many = operation.returns.as_ref().is_some_and(|it| it.ty.collection && matches!(it.ty.ty, Type::Struct(_)));
        operation.kind == OperationKind::Function && operation.name.name == "delta" && entry.collection && gives_many
    })
}

fn default_namespace(model: &Model, options: &PageOptions) -> String {
    let of_container = || model.containers.first().map(|container| container.name.namespace.clone());
    options.default_namespace.clone().or_else(of_container).unwrap_or_default()
}
