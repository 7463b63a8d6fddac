//! From tokens to the text of a file.

use proc_macro2::TokenStream;

/// The text of a file: the tokens formatted, with blank lines between items.
pub(crate) fn render(header: &str, tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).expect("declarations made of legal identifiers, literals and types parse");
    format!("// {header}\n\n{}", spaced(&prettyplease::unparse(&file)))
}

/// Puts blank lines between items, and between members of which one is documented.
///
/// A group is the comments and attributes of an item or member and its declaration. The formatter leaves no blank lines, no string
/// literal spans lines, and what belongs to a member is indented more or closes a bracket: so lines are enough to see groups.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut levels: Vec<Level> = Vec::new();
    for line in text.lines() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        levels.retain(|level| level.indent <= indent);
        if !code.starts_with(['}', ')', ']', '>']) {
            if levels.last().is_none_or(|level| level.indent < indent) {
                levels.push(Level { indent, group: None, in_head: false });
            }
            if levels.last_mut().is_some_and(|level| level.step(code)) {
                out.push('\n');
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The groups at one depth of brackets.
struct Level {
    indent: usize,
    /// The current group, or the one before when a new one starts.
    group: Option<Group>,
    /// Whether the next line still belongs to the current group: so far there were only its comments and attributes.
    in_head: bool,
}

/// How a group is set apart from its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Comments and attributes of the file.
    Inner,
    /// A module without comments.
    Module,
    /// An import or re-export without comments.
    Use,
    /// Any other item.
    Item,
    /// A documented member.
    Documented,
    /// Another member.
    Bare,
}

impl Level {
    /// Takes in a line of this level; says whether a blank line goes before it.
    fn step(&mut self, code: &str) -> bool {
        let continues = self.in_head;
        self.in_head = code.starts_with("///") || code.starts_with("#[");
        if continues {
            return false;
        }
        let group = self.classify(code);
        let before = self.group.replace(group);
        match (before, group) {
            (None, _) | (Some(Group::Bare), Group::Bare) => false,
            (Some(before), Group::Inner | Group::Module | Group::Use) => before != group,
            _ => true,
        }
    }

    fn classify(&self, code: &str) -> Group {
        let declaration = code.strip_prefix("pub ").unwrap_or(code);
        match () {
            () if self.indent > 0 && code.starts_with("///") => Group::Documented,
            () if self.indent > 0 => Group::Bare,
            () if code.starts_with("//!") || code.starts_with("#![") => Group::Inner,
            () if declaration.starts_with("mod ") => Group::Module,
            () if declaration.starts_with("use ") => Group::Use,
            () => Group::Item,
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use quote::quote;

    use super::*;

    fn check(tokens: TokenStream, expected: Expect) {
        expected.assert_eq(&render("header", tokens));
    }

    #[test]
    fn blank_lines_stand_between_items_and_documented_members() {
        check(
            quote! {
                #![doc = " The file."]
                #![allow(deprecated)]
                use a::b;
                use c::d;
                mod e;
                mod f;
                pub use e::*;
                #[doc = " A."]
                #[derive(X)]
                #[odata(name = "a.very.long.name.indeed.that.does.not.fit.on.one.line", base = "another.very.long.name.indeed", key(id))]
                pub struct A {
                    pub bare: u8,
                    #[odata(name = "ALSO")]
                    pub also: u8,
                    #[doc = " Documented."]
                    #[doc = ""]
                    #[doc = " Twice."]
                    #[odata(name = "B")]
                    pub b: Option<super::a_module_with_a_long_name::ATypeWithAVeryLongNameIndeedSoThatItBreaks<TheLine>>,
                    pub c: u8,
                }
                pub struct Empty {}
                pub trait T {
                    #[doc = " Calls."]
                    fn a(&self, #[odata(name = "X")] x: ALongTypeNameThatMakesTheLineBreak, y: AnotherLongTypeName) -> B;
                    #[doc = " Calls."]
                    fn b(&self);
                }
            },
            expect![[r#"
                // header

                //! The file.
                #![allow(deprecated)]

                use a::b;
                use c::d;

                mod e;
                mod f;

                pub use e::*;

                /// A.
                #[derive(X)]
                #[odata(
                    name = "a.very.long.name.indeed.that.does.not.fit.on.one.line",
                    base = "another.very.long.name.indeed",
                    key(id)
                )]
                pub struct A {
                    pub bare: u8,
                    #[odata(name = "ALSO")]
                    pub also: u8,

                    /// Documented.
                    ///
                    /// Twice.
                    #[odata(name = "B")]
                    pub b: Option<
                        super::a_module_with_a_long_name::ATypeWithAVeryLongNameIndeedSoThatItBreaks<
                            TheLine,
                        >,
                    >,

                    pub c: u8,
                }

                pub struct Empty {}

                pub trait T {
                    /// Calls.
                    fn a(
                        &self,
                        #[odata(name = "X")]
                        x: ALongTypeNameThatMakesTheLineBreak,
                        y: AnotherLongTypeName,
                    ) -> B;

                    /// Calls.
                    fn b(&self);
                }
            "#]],
        );
    }

    #[test]
    fn text_that_looks_like_code_does_not_confuse_it() {
        check(
            quote! {
                pub struct A {
                    #[odata(name = "} /// \" \n pub b")]
                    pub a: u8,
                    #[doc = " } pub struct {"]
                    pub b: u8,
                }
            },
            expect![[r#"
                // header

                pub struct A {
                    #[odata(name = "} /// \" \n pub b")]
                    pub a: u8,

                    /// } pub struct {
                    pub b: u8,
                }
            "#]],
        );
    }
}
