#include "scanner/rules/toml_reading.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/spelling.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/toml_depth.h"

namespace patrol {
namespace {

std::string_view kind(const toml::node& node) {
  if (node.is_table()) return "a table";
  if (node.is_array()) return "an array";
  if (node.is_string()) return "a string";
  if (node.is_integer()) return "an integer";
  if (node.is_floating_point()) return "a number with a point";
  return node.is_boolean() ? "a boolean" : "a date or time";
}

bool is_same_key(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_known(std::string_view key, std::span<const std::string_view> known) {
  return std::ranges::any_of(
      known, [&](std::string_view k) { return is_same_key(key, k); });
}

}  // namespace

std::uint32_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

Fault fault(const toml::node& node, std::string what) {
  return Fault{line_of(node), std::move(what)};
}

Fault wrong_kind(const toml::node& node, std::string_view wanted) {
  return fault(
      node, "is " + std::string(kind(node)) + ", not " + std::string(wanted));
}

const toml::node* find_key(const toml::table& table, std::string_view name) {
  for (auto&& [key, value] : table) {
    if (is_same_key(key.str(), name)) return &value;
  }
  return nullptr;
}

std::vector<Fault> unknown_keys(const toml::table& table,
                                std::string_view holder,
                                std::span<const std::string_view> known) {
  std::vector<Fault> faults;
  for (auto&& [key, value] : table) {
    if (is_known(key.str(), known)) continue;
    std::string what = "is not a field of " + std::string(holder);
    if (auto meant = closest(key.str(), known); !meant.empty()) {
      what += ": did you mean " + std::string(meant) + "?";
    }
    faults.push_back(
        {key.source().begin.line, std::move(what), std::string(key.str())});
  }
  return faults;
}

Check only_keys(const toml::table& table, std::string_view holder,
                std::span<const std::string_view> known) {
  std::vector<Fault> unknown = unknown_keys(table, holder, known);
  return unknown.empty() ? Check() : Check(std::move(unknown.front()));
}

Check append_text(const toml::node& node, std::string& text) {
  const auto* value = node.as_string();
  if (!value) return wrong_kind(node, "a string");
  if (value->get().empty()) return fault(node, "is empty");
  text += value->get();
  return {};
}

Check read_number(const toml::node& node, std::uint32_t& count) {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  const auto* value = node.as_integer();
  if (!value) return wrong_kind(node, "an integer");
  if (value->get() < 0 || value->get() > kMost) {
    return fault(node, std::to_string(value->get()) + " is out of range");
  }
  count = static_cast<std::uint32_t>(value->get());
  return {};
}

Result<toml::table> parse_toml(std::string_view toml, std::string_view file) {
  if (auto line = line_of_too_long_key(toml); line != 0) {
    return error_at({file, line}, "a key has more than " +
                                      std::to_string(kLongestKey) + " names");
  }
  toml::parse_result parsed = toml::parse(toml);
  if (parsed) return std::move(parsed).table();
  const toml::parse_error& error = parsed.error();
  return error_at({file, error.source().begin.line},
                  "is not TOML: " + std::string(error.description()));
}

}  // namespace patrol
