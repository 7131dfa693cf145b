#include "scanner/verify/answer_fields.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace patrol {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kHeader = "header ";
constexpr std::string_view kEach = "/*";
constexpr int kDeepest = 32;  // of an answer's JSON; its parser recurses
constexpr std::size_t kMostScopes = 100;

// Objects and arrays deeper than kDeepest are left out.
Json parsed(const std::string& body) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    return depth <= kDeepest;
  };
  Json json = Json::parse(body, shallow, false);
  return json.is_discarded() ? Json() : json;
}

std::string text_of(const Json& value) {
  std::string text = value.is_string() ? value.get<std::string>()
                     : value.is_number() || value.is_boolean() ? value.dump()
                                                               : "";
  text.resize(std::min(text.size(), kLongestField));
  return text;
}

// Null: nothing is there.
Json at(const Json& json, std::string_view pointer) {
  const Json* node = &json;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // '/'
    const std::string key(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(key.size());
    if (node->is_array() && key == "0" && !node->empty()) {
      node = &(*node)[0];
    } else if (node->is_object() && node->contains(key)) {
      node = &(*node)[key];
    } else {
      return Json();
    }
  }
  return *node;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty() && parts.size() < kMostScopes) {
    const std::size_t end = std::min(text.find_first_of(", "), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

std::string answer_field(const HttpAnswer& answer, std::string_view where) {
  if (where.empty()) return {};
  if (where.starts_with(kHeader)) {
    return std::string(
        answer.header(where.substr(kHeader.size())).substr(0, kLongestField));
  }
  return text_of(at(parsed(answer.body), where));
}

std::vector<std::string> answer_list(const HttpAnswer& answer,
                                     std::string_view where) {
  if (where.empty() || where.starts_with(kHeader)) {
    return split(answer_field(answer, where));
  }
  const std::size_t star = std::min(where.find(kEach), where.size());
  const std::string_view in_each =
      where.substr(std::min(star + kEach.size(), where.size()));
  const Json value = at(parsed(answer.body), where.substr(0, star));
  if (!value.is_array()) return split(text_of(value));
  std::vector<std::string> parts;
  for (const Json& each : value) {
    if (parts.size() < kMostScopes) parts.push_back(text_of(at(each, in_each)));
  }
  return parts;
}

std::vector<std::vector<std::string>> answer_rows(
    const HttpAnswer& answer, std::string_view where,
    std::span<const std::string_view> names) {
  const Json value = at(parsed(answer.body), where);
  std::vector<std::vector<std::string>> rows;
  if (!value.is_array()) return rows;
  for (const Json& each : value) {
    if (rows.size() == kMostRows) break;
    auto& row = rows.emplace_back();
    for (const std::string_view name : names) {
      const auto field = each.find(name);
      row.push_back(field == each.end() ? "" : text_of(*field));
    }
  }
  return rows;
}

}  // namespace patrol
