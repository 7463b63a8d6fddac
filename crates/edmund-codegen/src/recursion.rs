//! Which values contain themselves, and therefore need a box.

use edmund_model::{Model, StructId, Type};

/// The strongly connected component of every struct in the graph "holds a value of".
#[derive(Debug)]
pub(crate) struct Components {
    of: Vec<u32>,
}

impl Components {
    /// Finds the components. Inherited properties count; collections do not, since they are on the heap anyway.
    pub(crate) fn new(model: &Model) -> Self {
        let edges: Vec<Vec<u32>> = model.struct_ids().map(|id| held_by_value(model, id)).collect();
        Components { of: strongly_connected(&edges) }
    }

    /// Whether a field of `outer` that holds an `inner` is part of a cycle.
    pub(crate) fn is_recursive(&self, outer: StructId, inner: StructId) -> bool {
        self.of[outer.index()] == self.of[inner.index()]
    }
}

fn held_by_value(model: &Model, id: StructId) -> Vec<u32> {
    let single = model.properties(id).into_iter().filter(|property| !property.ty.collection);
    let mut edges: Vec<u32> = single
        .filter_map(|property| match property.ty.ty {
            Type::Struct(inner) => Some(inner.0),
            _ => None,
        })
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Tarjan's algorithm with a stack of its own: the depth of a schema must not become the depth of ours.
fn strongly_connected(edges: &[Vec<u32>]) -> Vec<u32> {
    let mut search = Search::new(edges.len());
    for root in 0..edges.len() {
        if search.order[root] == UNSEEN {
            search.visit(root, edges);
        }
    }
    search.component
}

const UNSEEN: u32 = u32::MAX;

struct Search {
    /// When a node was first seen.
    order: Vec<u32>,
    /// The earliest node on the stack that it reaches.
    low: Vec<u32>,
    component: Vec<u32>,
    stack: Vec<usize>,
    seen: u32,
    components: u32,
}

impl Search {
    fn new(nodes: usize) -> Self {
        let unseen = vec![UNSEEN; nodes];
        Search { order: unseen.clone(), low: unseen.clone(), component: unseen, stack: Vec::new(), seen: 0, components: 0 }
    }

    fn visit(&mut self, root: usize, edges: &[Vec<u32>]) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(target) = edges[node].get(*next) {
                *next += 1;
                let target = *target as usize;
                if self.order[target] == UNSEEN {
                    self.enter(target);
                    path.push((target, 0));
                } else if self.component[target] == UNSEEN {
                    self.low[node] = self.low[node].min(self.order[target]);
                }
            } else {
                path.pop();
                if let Some((parent, _)) = path.last() {
                    self.low[*parent] = self.low[*parent].min(self.low[node]);
                }
                self.leave(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.seen;
        self.low[node] = self.seen;
        self.seen += 1;
        self.stack.push(node);
    }

    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.component[member] = self.components;
            if member == node {
                break;
            }
        }
        self.components += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(edges: &[&[u32]]) -> Vec<u32> {
        strongly_connected(&edges.iter().map(|targets| targets.to_vec()).collect::<Vec<_>>())
    }

    #[test]
    fn cycles_are_components() {
        let of = groups(&[&[1], &[2], &[0, 3], &[3], &[0]]);
        assert!(of[0] == of[1] && of[1] == of[2]);
        assert!(of[3] != of[0] && of[4] != of[0] && of[3] != of[4]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<u32>> = (0..200_000_u32).map(|node| vec![(node + 1) % 200_000]).collect();
        assert!(strongly_connected(&edges).iter().all(|component| *component == 0));
    }
}
