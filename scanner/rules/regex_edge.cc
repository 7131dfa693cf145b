#include "scanner/rules/regex_edge.h"

#include <span>

namespace patrol {
namespace {

using Kind = RegexNode::Kind;
using EdgeOf = RegexEdge (*)(const RegexNode&);

// One of the branches.
RegexEdge alternate(std::span<const RegexNode> branches, EdgeOf edge_of) {
  RegexEdge any{{}, false};
  for (const RegexNode& branch : branches) {
    const RegexEdge edge = edge_of(branch);
    any.set.add_all(edge.set);
    any.open = any.open || edge.open;
  }
  return any;
}

// All but the order of a concatenation is the same at both ends.
RegexEdge edge(const RegexNode& node, EdgeOf edge_of) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBegin:
    case Kind::kConcat:
      break;
    case Kind::kSet:
      return {node.set, false};
    case Kind::kAlternate:
      return alternate(node.children, edge_of);
    case Kind::kRepeat: {
      if (node.max == 0) break;
      RegexEdge once = edge_of(node.children.front());
      once.open = once.open || node.min == 0;
      return once;
    }
  }
  return {};
}

}  // namespace

RegexEdge begin_of(const RegexNode& node) {
  if (node.kind != Kind::kConcat) return edge(node, begin_of);
  RegexEdge whole;
  for (auto child = node.children.begin();
       whole.open && child != node.children.end(); ++child) {
    whole.add(begin_of(*child));
  }
  return whole;
}

RegexEdge end_of(const RegexNode& node) {
  if (node.kind == Kind::kBegin) return {{}, false};
  if (node.kind != Kind::kConcat) return edge(node, end_of);
  RegexEdge whole;
  for (auto child = node.children.rbegin();
       whole.open && child != node.children.rend(); ++child) {
    whole.add(end_of(*child));
  }
  return whole;
}

}  // namespace patrol
