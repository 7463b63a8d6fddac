//! From blocks to a [`Page`]: walks the page once, section by section.

mod annotation;
mod answer;
mod cells;
mod enumeration;
mod fence;
mod permission;
mod prose;
mod section;
mod values;

use edmund_model::{FileId, Finding, Origin, Sources};

use crate::front;
use crate::markdown::{Block, BlockKind, Markdown, Table, blocks};
use crate::message::{Annotation, Role};
use crate::page::{
    BodySection, Heading, Located, MethodRow, Page, PageKind, Parameter, ParameterPlace, Resource, ResponseSection, Text,
};
pub(crate) use prose::{body_type, is_type_link};
use section::Section;

/// Reads a documentation page.
///
/// Never fails: the page holds what could be understood. The findings are about the page's form (Markdown, JSON, HTTP); what it says
/// is judged by [`check`](crate::check).
pub fn read(sources: &Sources, file: FileId) -> (Page, Vec<Finding>) {
    let source = sources.file(file);
    let mut findings = Vec::new();
    let (front, start) = front::read(source.text(), file, &mut findings);
    let mut markdown = blocks(source.text(), file, start);
    let mut page = empty(file, &source.path);
    page.front = front;
    slips(source.text(), &markdown, &mut findings);
    page.links = std::mem::take(&mut markdown.links);
    let mut reader = Reader {
        text: source.text(),
        page,
        findings,
        section: Section::Lead,
        level: 1,
        pending: None,
        fresh: false,
        role: None,
        tabs: Tabs::None,
        enumeration: None,
    };
    for block in markdown.blocks {
        reader.block(block);
    }
    reader.finish()
}

fn empty(file: FileId, path: &str) -> Page {
    Page {
        file,
        path: path.to_owned(),
        kind: PageKind::Concept,
        front: Default::default(),
        title: None,
        namespace: None,
        lead: Vec::new(),
        includes: Vec::new(),
        deprecated: None,
        headings: Vec::new(),
        links: Vec::new(),
        notes: Vec::new(),
        permissions: Vec::new(),
        templates: Vec::new(),
        parameters: Vec::new(),
        headers: Vec::new(),
        body: None,
        response: None,
        messages: Vec::new(),
        examples: Vec::new(),
        resource: Resource::default(),
        enums: Vec::new(),
    }
}

/// Reports what the Markdown layer noticed.
fn slips(text: &str, markdown: &Markdown, findings: &mut Vec<Finding>) {
    for (open, swallowed) in &markdown.slips.fences {
        findings.push(
            Finding::error("GD001", *swallowed, "code fence is not closed and swallows what follows")
                .with_label("this line is shown as code")
                .with_other(*open, "the fence is opened here")
                .with_note("a line with an info string, such as \"```http\", does not close a fence")
                .with_help("put a line of back-ticks behind the last line of the example"),
        );
    }
    for origin in &markdown.slips.comments {
        findings.push(
            Finding::error("GD005", *origin, "HTML comment is not closed")
                .with_label("opened here")
                .with_note("everything behind it is invisible to readers")
                .with_help("put `-->` behind the comment"),
        );
    }
    let mut emphasis = markdown.slips.emphasis.iter().filter(|run| run.end - run.start == 2).peekable();
    while let Some(first) = emphasis.next() {
        let mut last = *first;
        let mut marks = follows_word(text, first);
        while let Some(next) = emphasis.peek().filter(|next| same_line(text, &last, next)) {
            last = **next;
            marks &= follows_word(text, &last);
            emphasis.next();
        }
        // They refer to a note, `Group.Read.All**`, or are mentioned: "marked with ** are".
        let marks = marks || last == *first && stands_free(text, first);
        if marks {
            continue;
        }
        let origin = Origin { end: last.end, ..*first };
        findings.push(
            Finding::info("GD012", origin, "`**` opens or closes no emphasis here")
                .with_note("a blank before the closing `**`, or behind the opening one, makes it plain text in CommonMark")
                .with_help("remove the blank inside the emphasis, or the asterisks"),
        );
    }
}

fn around(text: &str, run: &Origin) -> (char, char) {
    let before = text[..run.start as usize].chars().next_back().unwrap_or('\n');
    (before, text[run.end as usize..].chars().next().unwrap_or('\n'))
}

fn follows_word(text: &str, run: &Origin) -> bool {
    let (before, after) = around(text, run);
    before.is_alphanumeric() && !after.is_alphanumeric()
}

fn stands_free(text: &str, run: &Origin) -> bool {
    let (before, after) = around(text, run);
    before == ' ' && after.is_whitespace()
}

fn same_line(text: &str, first: &Origin, next: &Origin) -> bool {
    text.get(first.end as usize..next.start as usize).is_some_and(|between| !between.contains(['\n', '|']))
}

/// Where the reader is among language tabs.
#[derive(Clone, Copy, PartialEq)]
enum Tabs {
    None,
    /// In the tab whose content counts.
    Http,
    /// In another language's tab.
    Other,
}

struct Reader<'a> {
    text: &'a str,
    page: Page,
    findings: Vec<Finding>,
    section: Section,
    level: u8,
    pending: Option<Annotation>,
    /// Whether nothing but headings came behind the annotation.
    fresh: bool,
    /// What the heading above says of the bodies below it.
    role: Option<Role>,
    tabs: Tabs,
    /// Name and prose of the enum section that waits for its table.
    enumeration: Option<(Located<String>, String)>,
}

impl Reader<'_> {
    fn block(&mut self, block: Block) {
        match block.kind {
            BlockKind::Tab(name) => {
                self.tabs = if name == "http" { Tabs::Http } else { Tabs::Other };
            }
            BlockKind::Rule => self.tabs = Tabs::None,
            BlockKind::Heading { underlined: true, .. } if self.tabs != Tabs::None => self.tabs = Tabs::None,
            BlockKind::Heading { level, text, .. } => self.heading(level, text),
            _ if self.tabs == Tabs::Other => {}
            BlockKind::Paragraph(text) => self.paragraph(text, block.quoted),
            BlockKind::Comment { inside } => self.comment(block.origin, inside),
            BlockKind::Fence { info, body } => self.fence(&info, body, block.origin),
            BlockKind::Table(table) => self.table(table, block.origin),
        }
    }

    fn heading(&mut self, level: u8, text: Text) {
        if self.tabs != Tabs::None {
            self.tabs = Tabs::None;
            self.findings.push(
                Finding::warning("GD014", text.origin, "heading inside a group of tabs")
                    .with_label("the tab group before this heading has no end")
                    .with_help("end the group with a line `---`"),
            );
        }
        // Some pages annotate the heading of an example rather than its fence.
        if !self.fresh {
            self.pending = None;
        }
        self.role = role(&text.plain);
        if level == 1 && self.page.title.is_none() {
            self.page.title = Some(Located::new(text.plain.clone(), text.origin));
            prose::deprecation_in_title(&mut self.page);
            return;
        }
        let found = section::of(&text.plain, level, &self.section, self.page.response.is_some());
        match found {
            Some(section) => {
                self.open(&section, &text);
                (self.section, self.level) = (section, level);
            }
            None if level <= self.level || level <= 2 => (self.section, self.level) = (Section::Other, level),
            None => {}
        }
        self.page.headings.push(Heading { level, text });
    }

    /// What the mere presence of a section says.
    fn open(&mut self, section: &Section, heading: &Text) {
        match section {
            Section::Body if self.page.body.is_none() => {
                self.page.body = Some(BodySection { heading: heading.origin, ..BodySection::default() });
            }
            Section::Response if self.page.response.is_none() => {
                self.page.response = Some(ResponseSection { heading: heading.origin, ..ResponseSection::default() });
            }
            Section::Properties => self.page.resource.has_properties = true,
            Section::Values(name) => {
                let before = cells::slice(self.text, heading.origin).find(name.as_str()).unwrap_or(0);
                let start = heading.origin.start as usize + before;
                let origin = Origin::new(heading.origin.file, start, start + name.len());
                self.enumeration = Some((Located::new(name.clone(), origin), String::new()));
            }
            Section::Members => {
                let name = self.page.title.as_ref().map(prose::first_word);
                self.enumeration = name.map(|name| (name, String::new()));
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, text: Text, quoted: bool) {
        self.fresh = false;
        let before = self.page.includes.len();
        prose::common(&mut self.page, self.text, &text, quoted);
        if self.page.includes.len() > before {
            let requests = self.announced();
            self.page.includes[before].requests = requests;
            self.page.includes[before].topic = self.topic();
        }
        if let Some((_, docs)) = &mut self.enumeration {
            if !docs.is_empty() {
                docs.push(' ');
            }
            docs.push_str(text.prose());
        }
        match self.section {
            // On some pages the line stands below the first heading.
            Section::Permissions if text.plain.starts_with("Namespace:") => prose::namespace(&mut self.page, self.text, &text),
            Section::Lead => prose::lead(&mut self.page, self.text, text),
            Section::Properties | Section::Representation => prose::base(&mut self.page, self.text, &text),
            Section::Body => {
                if let Some(body) = &mut self.page.body {
                    body.none |= prose::says_no_body(&text.plain);
                    body.prose.push(text);
                }
            }
            Section::Response => {
                if let Some(response) = &mut self.page.response {
                    answer::paragraph(response, self.text, text);
                }
            }
            _ => {}
        }
    }

    fn comment(&mut self, comment: Origin, inside: Origin) {
        if let Some(found) = annotation::read(self.text, comment, inside, &mut self.findings) {
            self.pending = (found.block != "#page.annotation").then_some(found);
            self.fresh = true;
        }
    }

    fn table(&mut self, table: Table, origin: Origin) {
        self.fresh = false;
        if permission::is_one(&table.header) {
            return self.permissions(table, origin);
        }
        if self.section.is_plain() {
            return;
        }
        let table = cells::joined(table, &mut self.findings);
        match &self.section {
            Section::Members | Section::Values(_) => self.enum_table(table),
            Section::Properties if cells::has_word(&table.header, 0, "member") => self.enum_table(table),
            Section::Properties => self.page.resource.properties.extend(cells::fields(table, self.text)),
            Section::Relationships => self.page.resource.relationships.extend(cells::fields(table, self.text)),
            Section::Methods => self.page.resource.methods.extend(methods(&table)),
            Section::Headers => self.page.headers.extend(cells::headers(&table)),
            Section::Body => {
                let is_parameters = cells::has_word(&table.header, 0, "parameter");
                let fields = cells::fields(table, self.text);
                if let Some(body) = &mut self.page.body {
                    body.is_parameters |= is_parameters;
                    body.fields.extend(fields);
                }
            }
            Section::Parameters(place) => self.parameters(*place, table),
            _ => {}
        }
    }

    /// The heading inside the section.
    fn topic(&self) -> String {
        self.page
            .headings
            .last()
            .filter(|heading| heading.level > 2)
            .map(|heading| heading.text.plain.clone())
            .unwrap_or_default()
    }

    /// The requests that an annotation above says the permissions are for.
    fn announced(&mut self) -> Vec<Located<String>> {
        let Some(annotation) = self.pending.take_if(|annotation| annotation.block == "permissions") else { return Vec::new() };
        let urls = annotation.value.get("requestUrls").and_then(|urls| urls.items()).unwrap_or_default();
        urls.iter().filter_map(|url| Some(Located::new(url.as_str()?.to_owned(), url.content()))).collect()
    }

    fn parameters(&mut self, place: ParameterPlace, table: Table) {
        let fields = cells::fields(table, self.text);
        self.page.parameters.extend(fields.into_iter().map(|field| Parameter { place, field }));
    }

    fn enum_table(&mut self, table: Table) {
        // Below "Group members" may stand a table about people.
        if !["member", "value", "name", "enum"].iter().any(|word| cells::has_word(&table.header, 0, word)) {
            return;
        }
        let Some((name, docs)) = self.enumeration.take() else { return };
        self.page.enums.push(enumeration::read(name, docs, table));
    }

    fn finish(mut self) -> (Page, Vec<Finding>) {
        // An enumeration may have no members.
        if let Some((name, _)) = self.enumeration.take_if(|(_, docs)| docs == "None." && self.page.enums.is_empty()) {
            self.page.enums.push(enumeration::without_members(name));
        }
        prose::resource_name(&mut self.page);
        enumeration::whole_page(&mut self.page);
        enumeration::of_properties(&mut self.page);
        enumeration::choices(&mut self.page.resource);
        self.page.kind = kind(&self.page);
        fence::shown_requests(&mut self.page, self.text);
        fence::pair(&mut self.page);
        self.findings.sort_by_key(|finding| (finding.origin.start, finding.code));
        (self.page, self.findings)
    }
}

/// `Request`, `Request body`, `Response 1`: whose bodies stand below a heading.
fn role(heading: &str) -> Option<Role> {
    let first = heading.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    match first.to_lowercase().as_str() {
        "request" | "requests" => Some(Role::Request),
        "response" | "responses" => Some(Role::Response),
        _ => None,
    }
}

fn methods(table: &Table) -> Vec<MethodRow> {
    let row = |cells: &[crate::markdown::Cell]| {
        let name = cells.first()?.text.clone();
        let returns = cells.get(1).map(|cell| cell.text.clone()).unwrap_or_default();
        Some(MethodRow { name, returns })
    };
    table.rows.iter().filter_map(|found| row(&found.cells)).collect()
}

fn kind(page: &Page) -> PageKind {
    let doc_type = page.front.get("doc_type").map_or("", |value| value.value.as_str());
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    if !page.templates.is_empty() {
        PageKind::Operation
    } else if page.resource.has_properties || !page.resource.representations.is_empty() || page.resource.name.is_some() {
        PageKind::Resource
    } else if !page.enums.is_empty() || doc_type.starts_with("enumPageType") || title.ends_with(" enum type") {
        PageKind::Enumeration
    } else if doc_type.starts_with("apiPageType") && page.messages.iter().any(|message| message.example) {
        PageKind::Operation
    } else {
        PageKind::Concept
    }
}
