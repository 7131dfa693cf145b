#include "scanner/git/ref_text.h"

#include <cstddef>

namespace patrol {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The first line without its end, and takes it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return line;
}

// The id that `text` begins with and that ends there or before a blank.
std::optional<ObjectId> leading_id(std::string_view text, HashKind hash) {
  const std::size_t digits = 2 * id_size(hash);
  if (text.size() > digits && !is_space(text[digits])) return std::nullopt;
  return ObjectId::from_hex(text.substr(0, digits), hash);
}

bool is_null(const ObjectId& id) { return id == ObjectId(); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<RefText> parse_ref(std::string_view text, HashKind hash) {
  constexpr std::string_view kSymbolic = "ref:";
  RefText ref;
  if (text.starts_with(kSymbolic)) {
    ref.target = trimmed(text.substr(kSymbolic.size()));
    if (ref.target.empty() || ref.target.find('\n') != ref.target.npos) {
      return std::nullopt;
    }
    return ref;
  }
  const std::optional<ObjectId> first = leading_id(text, hash);
  if (!first || is_null(*first)) return std::nullopt;
  while (!text.empty()) {
    const auto id = leading_id(take_line(text), hash);
    if (id && !is_null(*id)) ref.ids.push_back(*id);
  }
  return ref;
}

bool parse_packed_refs(std::string_view text, HashKind hash,
                       const std::function<void(const PackedRef&)>& take) {
  bool is_whole = true;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#' || line[0] == '^') continue;
    const auto id = leading_id(line, hash);
    const std::size_t name = 2 * id_size(hash) + 1;
    if (id && !is_null(*id) && line.size() > name) {
      take({line.substr(name), *id});
    } else {
      is_whole = false;
    }
  }
  return is_whole;
}

bool parse_reflog(std::string_view text, HashKind hash,
                  std::vector<ObjectId>& ids) {
  bool is_whole = true;
  const std::size_t second = 2 * id_size(hash) + 1;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const auto before = leading_id(line, hash);
    const auto after = line.size() < second
                           ? std::nullopt
                           : leading_id(line.substr(second), hash);
    if (!before || !after) {
      is_whole = false;
      continue;
    }
    for (const ObjectId& id : {*before, *after}) {
      if (!is_null(id)) ids.push_back(id);
    }
  }
  return is_whole;
}

}  // namespace patrol
