// A scan on one thread that counts (detect/rule_cost.h).
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <tuple>
#include <vector>

#include "scanner/cli/messages.h"
#include "scanner/cli/rules_command.h"
#include "scanner/cli/stop.h"
#include "scanner/engine.h"
#include "scanner/findings/collector.h"
#include "scanner/report/wording.h"
#include "scanner/scan.h"

namespace patrol {
namespace {

bool is_dearer(const RuleCost& a, const RuleCost& b) {
  const auto cost = [](const RuleCost& c) {
    return std::tie(c.asked, c.bytes, c.hits);
  };
  return cost(a) > cost(b);
}

// The dearest first. Rules that nothing led to are left out.
std::vector<std::uint32_t> order_of(const RuleCosts& costs) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < costs.size(); ++i) {
    if (costs[i].hits + costs[i].asked > 0) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return is_dearer(costs[a], costs[b]);
  });
  return order;
}

template <typename Cell>
void print_row(std::ostream& out, const std::vector<Cell>& cells, Text rule) {
  for (const Cell& cell : cells) out << std::right << std::setw(10) << cell;
  out << "  " << rule << '\n';
}

void print_costs(std::ostream& out, const RuleSet& rules,
                 const RuleCosts& costs, std::uint64_t bytes) {
  using Heads = std::vector<Text>;
  using Numbers = std::vector<std::uint64_t>;
  print_row(out, Heads{"hits", "asked", "KB", "matches", "kept"}, "rule");
  const std::vector<std::uint32_t> order = order_of(costs);
  for (const std::uint32_t i : order) {
    const RuleCost& c = costs[i];
    print_row(out, Numbers{c.hits, c.asked, c.bytes / 1000, c.matches, c.kept},
              rules.rules()[i].id);
  }
  out << order.size() << " of " << rules.size() << " rules, "
      << readable_bytes(bytes) << '\n';
}

}  // namespace

int run_rules_profile(const RulesProfileOptions& options) {
  RuleCosts costs;
  DetectorOptions counting;
  counting.costs = &costs;
  const Result<Engine> engine = make_engine({.files = options.files}, counting);
  if (!engine) return fail(engine.error().message);
  costs.resize(engine->rules->size());
  ScanRequest request;
  request.paths = options.paths;
  request.jobs = 1;
  Collector collector(*engine->rules, {});
  ScanProgress progress;
  handle_signals();
  const Result<ScanNotes> notes =
      scan(request, *engine->detector, collector, progress, stop_requested());
  if (!notes) return fail(notes.error().message);
  if (stopped_by_signal() != 0) die_by_signal();
  return print([&](std::ostream& out) {
    print_costs(out, *engine->rules, costs, progress.bytes);
  });
}

}  // namespace patrol
