//! Texts made to break readers: each gives a page, findings and a model.

use edmund_model::{Model, Sources};

fn whole_way(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    let (page, mut findings) = edmund_pages::read(&sources, file);
    findings.extend(edmund_pages::check(std::slice::from_ref(&page), &sources, None));
    let mut model = Model::default();
    findings.extend(edmund_pages::lower(std::slice::from_ref(&page), &mut model));
    for finding in &findings {
        let (start, end) = (finding.origin.start as usize, finding.origin.end as usize);
        assert!(end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end), "{finding:?}");
    }
}

#[test]
fn repetition() {
    let repeated = [
        "[",
        "[a](",
        "<!--\n## x\n",
        "|",
        "|a|b|\n",
        "```http\n",
        "> ",
        "*",
        "**a ",
        "{",
        "[{\"a\":",
        "# [a](#tab/b)\n",
        "- ",
        "---\n",
        "\u{1f600}|",
        "`",
        "<",
        "\\",
        "&",
        "{\u{e9}",
        "$ref/",
        "(",
        "'",
        "a.b.",
        "## Properties\n",
    ];
    for unit in repeated {
        let text = unit.repeat(4000);
        whole_way(&text);
        whole_way(&format!("# x resource type\n\nNamespace: a.b\n\n## Properties\n{text}"));
        whole_way(&format!("# Create x\n\n## HTTP request\n```http\nPOST /{text}\n```\n"));
        whole_way(&format!(
            "# Create x\n\n## Examples\n\n<!-- {{\"blockType\": \"request\"}} -->\n```http\nPOST /{text}\n\n{{\"a\": {text}\n```\n"
        ));
        whole_way(&format!("# Create x\n\n## Permissions\n|Permission type|Permissions|\n|:--|:--|\n|Application|{text}|\n"));
    }
}

/// Types that derive from each other in a circle, keys that are no properties, members that repeat: the model stays well-formed.
#[test]
fn contradictions_lower() {
    let page = |name: &str, base: &str| {
        format!(
            "# {name} resource type\n\nNamespace: a.b\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String||\n|id|Int32||\n\
             |next|[{base}]({base}.md)||\n\n## JSON representation\n<!-- {{\"blockType\": \"resource\", \"@odata.type\": \"a.b.{name}\", \
             \"baseType\": \"a.b.{base}\", \"keyProperty\": \"nothing\"}} -->\n```json\n{{\"id\": \"String\"}}\n```\n"
        )
    };
    let mut sources = Sources::default();
    let mut pages = Vec::new();
    for (name, base) in [("one", "two"), ("two", "three"), ("three", "one"), ("self", "self")] {
        let file = sources.add(format!("resources/{name}.md"), page(name, base));
        pages.push(edmund_pages::read(&sources, file).0);
    }
    let mut model = Model::default();
    edmund_pages::lower(&pages, &mut model);
    for id in model.struct_ids() {
        assert!(model.lineage(id).count() <= model.structs.len());
        let names: Vec<_> = model.structure(id).properties.iter().map(|property| &property.name).collect();
        assert!(names.iter().all(|name| names.iter().filter(|other| other == &name).count() == 1));
    }
    edmund_pages::check(&pages, &sources, Some(&model));
}

/// What changes are made of: pieces that mean something to a reader of pages.
const PIECES: [&str; 24] = [
    "|",
    "\n",
    "\r\n",
    "```",
    "``` http\n",
    "<!--",
    "-->",
    "{",
    "}",
    "\"",
    "#",
    "## Properties\n",
    "[a](b.md)",
    "**",
    "`",
    "/$ref",
    "(",
    "'",
    "GET ",
    "HTTP/1.1 200 OK\n",
    "Content-Length: 9\n",
    "\u{feff}",
    "\u{e9}",
    "---\n",
];

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }
}

/// The bounded run of what the fuzz target does for as long as it is let.
#[test]
fn random_changes_are_survived() {
    let pages = [
        include_str!("write/book.md"),
        include_str!("write/book-post-books.md"),
        include_str!("write/book-find.md"),
        include_str!("write/book-put-editor-ref.md"),
        include_str!("write/bookstate.md"),
        include_str!("../../../docs/guide/examples/create-loan-draft.md"),
    ];
    let mut numbers = Numbers(1);
    for round in 0..1_500 {
        let mut text = pages[round % pages.len()].to_owned();
        for _ in 0..=numbers.below(6) {
            let (one, other) = (numbers.place(&text), numbers.place(&text));
            let (start, end) = (one.min(other), one.max(other));
            match numbers.below(4) {
                0 => text.insert_str(start, PIECES[numbers.below(PIECES.len())]),
                1 => text.replace_range(start..text.floor_char_boundary(end.min(start + 40)).max(start), ""),
                2 => {
                    let part = text[start..text.floor_char_boundary(end.min(start + 200)).max(start)].to_owned();
                    text.insert_str(start, &part);
                }
                _ => text.truncate(end.max(text.len() / 2).min(text.floor_char_boundary(end))),
            }
        }
        whole_way(&text);
    }
}
