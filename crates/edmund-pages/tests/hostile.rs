//! Texts made to break readers: each gives a page, findings and a model.

use edmund_model::{Model, Sources};

fn whole_way(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    let (page, mut findings) = edmund_pages::read(&sources, file);
    findings.extend(edmund_pages::check(std::slice::from_ref(&page), &sources, None));
    let mut model = Model::default();
    findings.extend(edmund_pages::lower(std::slice::from_ref(&page), &sources, &mut model));
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
    edmund_pages::lower(&pages, &sources, &mut model);
    for id in model.struct_ids() {
        assert!(model.lineage(id).count() <= model.structs.len());
        let names: Vec<_> = model.structure(id).properties.iter().map(|property| &property.name).collect();
        assert!(names.iter().all(|name| names.iter().filter(|other| other == &name).count() == 1));
    }
    edmund_pages::check(&pages, &sources, Some(&model));
}
