#include "scanner/verify/placeholders.h"

#include <algorithm>
#include <optional>

#include "scanner/core/percent.h"

namespace patrol {
namespace {

constexpr std::string_view kSecrets = "secrets";
constexpr std::string_view kFact = "fact:";
constexpr std::string_view kWith = "with:";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string json(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// Control characters are no part of any token, and a header or a JSON string
// may not hold them.
Result<std::string> escaped(std::string_view value, Escape escape) {
  if (escape == Escape::kPercent) return percent_encoded(value);
  if (std::ranges::any_of(value, is_control)) {
    return Error{"it holds control characters, which no request may"};
  }
  return escape == Escape::kJson ? json(value) : std::string(value);
}

// "one","two"
Result<std::string> json_list(const Subject& subject) {
  std::string out;
  const auto add = [&](const Secret& secret) -> Result<void> {
    const auto safe = escaped(secret.reveal(), Escape::kJson);
    if (!safe) return safe.error();
    out += (out.empty() ? "\"" : ",\"") + *safe + '"';
    return {};
  };
  if (auto ok = add(subject.secret); !ok) return ok.error();
  for (const Secret& other : subject.others) {
    if (auto ok = add(other); !ok) return ok.error();
  }
  return out;
}

Result<std::string_view> value_of(std::string_view place,
                                  const Subject& subject,
                                  const RuleSet& rules) {
  if (place == "secret") return subject.secret.reveal();
  if (place.starts_with(kFact)) {
    place.remove_prefix(kFact.size());
    for (const auto& [name, value] : subject.facts) {
      if (name == place) return std::string_view(value);
    }
    return Error{"its " + std::string(place) + " is not known"};
  }
  if (place.starts_with(kWith)) place.remove_prefix(kWith.size());
  for (const Companion& companion : subject.companions) {
    if (rules[companion.rule].id == place) return companion.value.reveal();
  }
  return Error{"no " + std::string(place) + " stands beside it"};
}

// Is it one of the places, and not a brace of a JSON body?
bool is_place(std::string_view name) {
  return name == "secret" || name == kSecrets || name.starts_with(kFact) ||
         name.starts_with(kWith);
}

// What stands in the request for `place`, escaped.
Result<std::string> filling(std::string_view place, const Subject& subject,
                            const RuleSet& rules, Escape escape) {
  if (place == kSecrets) return json_list(subject);
  const auto value = value_of(place, subject, rules);
  if (!value) return value.error();
  return escaped(*value, escape);
}

}  // namespace

bool takes_many(const Recipe& recipe) {
  return recipe.body.find("{" + std::string(kSecrets) + "}") != Text::npos;
}

Result<std::string> filled(std::string_view text, const Subject& subject,
                           const RuleSet& rules, Escape escape) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('}');
    if (text.front() != '{' || end == text.npos ||
        !is_place(text.substr(1, end - 1))) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto value = filling(text.substr(1, end - 1), subject, rules, escape);
    if (!value) return value.error();
    out += *value;
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace patrol
