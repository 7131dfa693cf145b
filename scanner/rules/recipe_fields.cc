#include "scanner/rules/recipe_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/rules/rule_error.h"

namespace patrol {
namespace {

constexpr std::string_view kVerifyKeys[] = {
    "procedure", "method",     "url",  "host",    "headers", "basic",   "body",
    "live",      "restricted", "dead", "account", "scopes",  "expires", "none"};
constexpr std::string_view kRevokeKeys[] = {"procedure", "method",  "url",
                                            "host",      "headers", "basic",
                                            "body",      "done",    "dead"};

// What a verification asks changes nothing, whatever the method.
constexpr std::string_view kVerifyMethods[] = {"GET", "HEAD", "POST"};
constexpr std::string_view kRevokeMethods[] = {"POST", "PUT", "DELETE"};

// What differs between the two tables.
struct Kind {
  std::string_view name;
  std::span<const std::string_view> keys;
  std::span<const std::string_view> methods;
  std::string_view hint;  // the methods, for a person
  LiveVerdict needed;     // which some answer must mean
  const char* is_missing;
};
constexpr Kind kVerify = {"verify",           kVerifyKeys,
                          kVerifyMethods,     "GET, HEAD or POST",
                          LiveVerdict::kLive, "live is missing"};
constexpr Kind kRevoke = {"revoke",
                          kRevokeKeys,
                          kRevokeMethods,
                          "POST, PUT or DELETE",
                          LiveVerdict::kRevoked,
                          "done is missing"};

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kHostPlace = "{host}";

struct TextKey {
  std::string_view name;
  Text Recipe::*to;
};
constexpr std::array kTexts = {TextKey{"procedure", &Recipe::procedure},
                               TextKey{"method", &Recipe::method},
                               TextKey{"url", &Recipe::url},
                               TextKey{"host", &Recipe::host},
                               TextKey{"basic", &Recipe::basic},
                               TextKey{"body", &Recipe::body},
                               TextKey{"account", &Recipe::account},
                               TextKey{"scopes", &Recipe::scopes},
                               TextKey{"expires", &Recipe::expires},
                               TextKey{"none", &Recipe::none}};

Check named(Check wrong, std::string_view key) {
  if (wrong) wrong->what = std::string(key) + " " + wrong->what;
  return wrong;
}

Check read_texts(const toml::table& table, std::string_view key,
                 std::vector<std::string>& texts) {
  const toml::node* node = find_key(table, key);
  if (!node) return {};
  return named(read_list(*node, "an array of strings", append_text, texts),
               key);
}

// "200" or "200 text"
bool read_answer(std::string_view written, LiveVerdict verdict,
                 RuleStorage& storage, Answer& answer) {
  answer.verdict = verdict;
  const char* end = written.data() + written.size();
  const auto [rest, failed] =
      std::from_chars(written.data(), end, answer.status);
  if (failed != std::errc() || answer.status < 100 || answer.status > 599) {
    return false;
  }
  std::string_view text(rest, static_cast<std::size_t>(end - rest));
  if (!text.empty() && !text.starts_with(' ')) return false;
  if (!text.empty()) text.remove_prefix(1);
  answer.text = storage.keep(text);
  return true;
}

Check read_answers(const toml::table& table, RuleStorage& storage,
                   std::vector<Answer>& answers) {
  constexpr std::pair<std::string_view, LiveVerdict> kVerdicts[] = {
      {"live", LiveVerdict::kLive},
      {"restricted", LiveVerdict::kRestricted},
      {"dead", LiveVerdict::kDead},
      {"done", LiveVerdict::kRevoked}};
  for (const auto& [key, verdict] : kVerdicts) {
    std::vector<std::string> written;
    if (Check wrong = read_texts(table, key, written)) return wrong;
    for (const std::string& each : written) {
      answers.emplace_back();
      if (!read_answer(each, verdict, storage, answers.back())) {
        return named(fault(*find_key(table, key),
                           quoted(each) + " does not begin with a status"),
                     key);
      }
    }
  }
  return {};
}

bool is_host_char(char c) { return is_alnum(c) || c == '.' || c == '-'; }

// The URL's host, which nothing that was scanned must choose.
bool has_fixed_host(const Recipe& recipe) {
  std::string_view rest = recipe.url.substr(kScheme.size());
  if (rest.starts_with(kHostPlace)) {
    rest.remove_prefix(kHostPlace.size());
    return rest.starts_with('/');
  }
  std::size_t end = 0;
  while (end < rest.size() && is_host_char(rest[end])) ++end;
  return end > 0 && end < rest.size() && rest[end] == '/';
}

std::string ways_of(const Kind& kind) {
  return kind.needed == LiveVerdict::kLive ? "url, procedure and none"
                                           : "url and procedure";
}

// What is wrong with the whole; empty: nothing.
std::string fault_of(const Recipe& recipe, const Kind& kind) {
  const int ways =
      !recipe.procedure.empty() + !recipe.url.empty() + !recipe.none.empty();
  if (ways != 1) return "needs one of " + ways_of(kind);
  if (recipe.url.empty()) return {};
  if (!recipe.url.starts_with(kScheme)) return "url is not https";
  if (!has_fixed_host(recipe)) {
    return "url does not name a host, or {host}, and a path";
  }
  if (std::ranges::find(kind.methods, recipe.method) == kind.methods.end()) {
    return "method is not " + std::string(kind.hint);
  }
  const bool has_needed = std::ranges::any_of(
      recipe.answers,
      [&](const Answer& answer) { return answer.verdict == kind.needed; });
  return has_needed ? "" : kind.is_missing;
}

Check read_recipe(const toml::node& node, const Kind& kind, Recipe& recipe,
                  RuleStorage& storage) {
  const toml::table* table = node.as_table();
  if (!table) return wrong_kind(node, "a table");
  if (Check wrong = only_keys(*table, kind.name, kind.keys)) {
    return Fault{wrong->line, wrong->field + " " + wrong->what};
  }
  for (const TextKey& key : kTexts) {
    const toml::node* value = find_key(*table, key.name);
    std::string text;
    if (!value) continue;
    if (Check wrong = append_text(*value, text)) return named(wrong, key.name);
    recipe.*key.to = storage.keep(text);
  }
  std::vector<std::string> headers;
  if (Check wrong = read_texts(*table, "headers", headers)) return wrong;
  recipe.headers = storage.keep(headers);
  std::vector<Answer> answers;
  if (Check wrong = read_answers(*table, storage, answers)) return wrong;
  recipe.answers = storage.keep(answers);
  const std::string wrong = fault_of(recipe, kind);
  return wrong.empty() ? Check() : Check(fault(node, wrong));
}

}  // namespace

Check read_verification(const toml::node& node, Recipe& recipe,
                        RuleStorage& storage) {
  return read_recipe(node, kVerify, recipe, storage);
}

Check read_revocation(const toml::node& node, Recipe& recipe,
                      RuleStorage& storage) {
  return read_recipe(node, kRevoke, recipe, storage);
}

}  // namespace patrol
