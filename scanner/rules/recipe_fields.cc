#include "scanner/rules/recipe_fields.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/rules/rule_error.h"

namespace patrol {
namespace {

constexpr std::array<std::string_view, 14> kKeys = {
    "procedure", "method",     "url",  "host",    "headers", "basic",   "body",
    "live",      "restricted", "dead", "account", "scopes",  "expires", "none"};

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
      {"dead", LiveVerdict::kDead}};
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

// What is wrong with the whole; empty: nothing.
std::string fault_of(const Recipe& recipe) {
  const int ways =
      !recipe.procedure.empty() + !recipe.url.empty() + !recipe.none.empty();
  if (ways != 1) return "needs one of url, procedure and none";
  if (recipe.url.empty()) return {};
  if (!recipe.url.starts_with(kScheme)) return "url is not https";
  if (!has_fixed_host(recipe)) {
    return "url does not name a host, or {host}, and a path";
  }
  if (recipe.method != "GET" && recipe.method != "POST" &&
      recipe.method != "HEAD") {
    return "method is not GET, HEAD or POST";
  }
  for (const Answer& answer : recipe.answers) {
    if (answer.verdict == LiveVerdict::kLive) return {};
  }
  return "live is missing";
}

}  // namespace

Check read_recipe(const toml::node& node, Recipe& recipe,
                  RuleStorage& storage) {
  const toml::table* table = node.as_table();
  if (!table) return wrong_kind(node, "a table");
  if (Check wrong = only_keys(*table, "verify", kKeys)) {
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
  const std::string wrong = fault_of(recipe);
  return wrong.empty() ? Check() : Check(fault(node, wrong));
}

}  // namespace patrol
