//! Collections that `$apply` transforms. The other options apply to what it gives.

use edmund::query::Options;
use serde_json::Value;

use super::exchange::Exchange;
use super::options::Selection;
use super::page::Token;
use super::render::value_json;
use super::reply::Reply;
use crate::Refusal;
use crate::query::{Plan, Shape, Step, World, run};
use crate::resolve::Entities;
use crate::store::Row;

impl<'s> Exchange<'s> {
    /// A page of what the transformations of the request give.
    pub(super) fn applied(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        let options = self.options.clone();
        let (shape, rows) = self.applied_rows(entities, &options)?;
        self.rows_reply(entities, &options, &shape, rows)
    }

    /// What the transformations give, whatever `$top` and `$skip` say.
    pub(super) fn applied_rows(&mut self, entities: &Entities<'s>, options: &Options) -> Result<(Shape, Vec<Row>), Refusal> {
        refuse_others(options)?;
        let mut plan = Plan { model: self.model, ty: entities.ty, aliases: &options.custom, needs: Default::default() };
        let mut shape = Shape::of_entities();
        let mut steps = plan.sequence(&options.apply, &mut shape)?;
        if let Some(filter) = &options.filter {
            steps.push(Step::Filter(plan.condition(filter, &shape)?));
        }
        steps.extend(options.search.clone().map(Step::Search));
        if !options.order_by.is_empty() {
            steps.push(Step::OrderBy(plan.order(&options.order_by, &shape)?));
        }
        let mut needs = plan.needs;
        needs.all = true;
        let mut rows = Vec::new();
        let mut cursor = 0;
        while let Some((at, id)) = self.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            self.count_related(1)?;
            let row = self.read_needs(&id, &needs)?;
            if self.model.is_a(self.store.type_of(id.table().ty, &row), entities.ty) {
                rows.push(row);
            }
        }
        let rows = run(&steps, rows, &World { model: self.model, now: self.now, fuel: &self.fuel });
        Ok((shape, rows))
    }

    fn rows_reply(
        &mut self,
        entities: &Entities<'s>,
        options: &Options,
        shape: &Shape,
        rows: Vec<Row>,
    ) -> Result<Reply, Refusal> {
        let scope = self.page_scope();
        let token = options.system.iter().find(|(name, _)| name == "$skiptoken").map(|(_, text)| text);
        let token = token.map(|text| Token::read(text, self.service.settings.seed, &scope)).transpose()?;
        let size =
            |number: Option<u64>, default: usize| number.map_or(default, |number| usize::try_from(number).unwrap_or(usize::MAX));
        let skip = size(options.skip, 0);
        let last = size(options.top, usize::MAX).saturating_add(skip).min(rows.len());
        let start = token.map_or(skip, |token| usize::try_from(token.position).unwrap_or(usize::MAX)).min(last);
        let end = start.saturating_add(self.page_size().0).min(last);
        let wanted: Vec<&str> = options.select.iter().filter_map(selected).collect();
        let items: Vec<String> = rows[start..end].iter().map(|row| self.row_json(entities, shape, row, &wanted)).collect();
        let names: Vec<&str> = shape.names.keys().map(String::as_str).collect();
        let suffix = if shape.entity || names.is_empty() { String::new() } else { format!("({})", names.join(",")) };
        let context = format!("{}{suffix}", entities.collection.own.location);
        let count = (options.count == Some(true) && token.is_none()).then_some(rows.len());
        Ok(self.values_page(&context, count, &items, (end < last).then_some(end)))
    }

    fn row_json(&self, entities: &Entities<'s>, shape: &Shape, row: &Row, wanted: &[&str]) -> String {
        let is_wanted = |name: &str| wanted.is_empty() || wanted.contains(&name);
        if !shape.entity {
            let members = row.iter().filter(|(name, _)| is_wanted(name));
            return Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string();
        }
        // Targets of navigation properties were read for expressions only.
        let is_navigation = |name: &String| self.model.navigations(entities.ty).iter().any(|navigation| navigation.name == *name);
        let own: Row =
            row.iter().filter(|(name, _)| !is_navigation(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
        let mut select = Selection::default();
        wanted.iter().for_each(|name| drop(select.members.insert((*name).to_owned(), Selection::default())));
        value_json(self.model, entities.ty, &own, &select)
    }
}

fn selected(item: &edmund::query::Selected) -> Option<&str> {
    match item {
        edmund::query::Selected::Path(path) => Some(path.root()),
        _ => None,
    }
}

fn refuse_others(options: &Options) -> Result<(), Refusal> {
    let used = [
        (!options.expand.is_empty(), "$expand"),
        (!options.compute.is_empty(), "$compute"),
        (options.index.is_some(), "$index"),
        (options.levels.is_some(), "$levels"),
    ];
    match used.into_iter().find(|(is_used, _)| *is_used) {
        Some((_, name)) => {
            let message = format!("the sandbox does not implement `{name}` together with `$apply`");
            Err(Refusal::not_implemented(message).with_target(name))
        }
        None => Ok(()),
    }
}
