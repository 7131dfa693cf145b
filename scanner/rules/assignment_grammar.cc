// People give a value to a name in more ways than "name = value":
//
//   const NAME: &str = "…"          os.environ.get("NAME") or "…"
//   #define NAME "…"                <add key="name" value="…"/>
//   - name: NAME                    INSERT INTO t (id, name) VALUES (7, '…')
//     value: …
//
// Each is an alternative of what stands between the two. The idea is that a
// name alone is weak (a commit's id near the word "datadog" is no key), and so
// only what belongs to an assignment may stand there, never "anything for 40
// bytes". Where little joins the two (a type, a call, "or"), the value must be
// in quotes.
//
// What it cannot do: a value far from its name, as in a table's column; and
// comparisons (==) are left out on purpose.
//
// Cost: blanks and words have no bounds of their own, since RE2 lays bounded
// repetitions flat (400 instructions, not 12,000, which take 10 ms to compile);
// a match as a whole is bounded by kLongestGiven. Names are spelt out, with
// each sign between their words, so that the literals that the prefilter looks
// for are as long as if only one spelling were known: "dd_api_k", not "api".
#include "scanner/rules/assignment_grammar.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// ---- What stands between name and value -------------------------------------

// A part of the expressions below, by the name that it has there. A part may
// hold those above it.
struct Part {
  std::string_view name;
  std::string_view regex;
};
constexpr std::array kParts = {
    // Also escaped: in JSON in a string, in markup, in a URL.
    Part{"<quote>", R"re((?:\\{0,3}["'`]|&(?:quot|apos|#3[49]);|%2[27]))re"},
    // "name"   ENV['NAME']   $ENV{NAME}   **name**
    Part{"<end>", R"re((?:<quote>|[\]}]|\*\*)*)re"},
    // str   &'static str   Optional[str]   string | null   *string
    Part{"<type>", R"re([&*]?(?:'[a-z]+ )?[A-Za-z_][A-Za-z0-9_.:<>?*]*)re"
                   R"re((?:\[[A-Za-z_., |]*\])?(?: \| [A-Za-z_]+){0,2}\??)re"},
    // String::from("…   []byte("…   ConvertTo-SecureString '…
    Part{"<call>", R"re((?:new |\[\]|&)?[A-Za-z_][A-Za-z0-9_.:<>-]*)re"
                   R"re((?:\(|[ \t](?:-[A-Za-z]+[ \t])?)[ \t]*)re"},
    // "…   b"…   @"…   {'…   """ and the value on the next line
    Part{"<opened>", R"re((?:[\[{(]+[ \t]*)?(?:<call>){0,2})re"
                     R"re([bBfFrRuUL@$]{0,2}<quote>{1,3}(?:\r?\n[ \t]*)?)re"},
    // name = …   "name": "…"   name := …   name, "…"   name("…   NAME ||= "…"
    // ${NAME:-…}   name <- "…"
    Part{"<operator>", R"re((?::=|=>|<-|:-|\?=|\|\|=|[:=,(]))re"},
};

// Before <opened>.
constexpr std::array<std::string_view, 5> kBeforeQuotes = {
    // name = "…, and the value on the next line
    R"re([ \t]*<operator>\s*)re",
    // name: str = "…   name string = "…
    R"re((?:\??[ \t]?:[ \t]*|[ \t]+)<type>[ \t]*:?=\s*)re",
    // char name[] = "…   Name { get; set; } = "…
    R"re((?:\[[A-Za-z0-9_]*\]|[ \t]*\{[ a-z;]+\})[ \t]*=\s*)re",
    // get("NAME") or "…   env.NAME || "…   c["Name"] ?? "…   ("NAME") ?: "…
    R"re(\){0,2}\s*(?:or|\|\||\?\?|\?:)\s*)re",
    // var("NAME").unwrap_or("…   .unwrap_or_else(|_| "…   fetch("NAME") { "…
    R"re(\)(?:\.[a-z_]+\(\s*(?:\|_?\| )?| \{ ))re",
};

// Before a value that may have no quotes, or that has them as said.
constexpr std::array<std::string_view, 11> kBeforeValue = {
    // name = …
    R"re([ \t]*<operator>[ \t]*)re",
    // #define NAME "…   set $name "…   -Name '…
    R"re([ \t]+@?<quote>{1,3})re",
    // the name is …   set NAME --body "…
    R"re([ \t]+(?:(?:is|to)[ \t]|--?)re"
    R"re((?:b|body|v|value|data|secret|secret-string|plaintext)[ =])<quote>?)re",
    // <name>…   <entry key="name">…   <string name="name" a="b">…, on the next
    // line only with a blank before it: <your-token> ends lines
    R"re((?:[ \t][A-Za-z:]+="[^"<>\n]*"){0,2}>(?:\r?\n[ \t])?[ \t]*)re"
    R"re((?:<!\[CDATA\[)?)re",
    // <key>name</key><string>…   <td><code>name</code></td><td>…
    R"re((?:</[A-Za-z]+>\s*){1,2}(?:<[A-Za-z]+>\s*){1,2})re",
    // | name | …
    R"re([ \t]*\|[ \t]*<quote>?)re",
    // "name": "NAME", "value": "…   key="NAME" value="…
    // name: NAME
    // value: …
    R"re([,;]?\s*<quote>?(?i:[a-z]{0,12}value|val|default)<quote>?)re"
    R"re([ \t]*[:=][ \t]*<quote>{0,3})re",
    // variable "name" { type = string
    //   default = "…
    R"re([ \t]\{\s+(?:[a-z_]+[ \t]*=[^\n]*\n\s*){0,3})re"
    R"re(default[ \t]*=[ \t]*<quote>)re",
    // (id, name) VALUES (7, '…
    R"re((?:,[^()"'=]*)?\)\s*(?i:values)\s*\((?:[^()=]*,\s*)?<quote>)re",
    // - --name
    // - …
    R"re(\r?\n[ \t]*-[ \t]+<quote>?)re",
    // name: >-
    //   …
    R"re(:[ \t]*[|>][+-]?[ \t]*\r?\n[ \t]+)re",
};

// Bytes of a name that may follow the words.
constexpr std::string_view kMore = "[A-Za-z0-9_.-]{0,30}";
// The same, as far as a bare value may follow behind a blank: ENV NAME …
// Not so behind the name of a file, as lists of sums have it.
constexpr std::string_view kMoreOfWord = "[A-Za-z0-9_-]{0,30}";
constexpr std::string_view kBlanks = "[ \\t]{1,4}";
constexpr std::string_view kMoreOfPath = "(?:\\.[A-Za-z0-9_.-]{0,20})?";

void replace_all(std::string& text, std::string_view what,
                 std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;
       at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

// (?:a|b|c)
std::string one_of(const std::vector<std::string>& choices) {
  std::string text = "(?:";
  for (const std::string& choice : choices) text += choice + "|";
  text.back() = ')';
  return text;
}

std::string made_of_parts(std::string_view regex) {
  std::string text(regex);
  for (auto part = kParts.rbegin(); part != kParts.rend(); ++part) {
    replace_all(text, part->name, part->regex);
  }
  return text;
}

std::string one_of(std::span<const std::string_view> regexes) {
  std::vector<std::string> all;
  for (std::string_view regex : regexes) all.push_back(made_of_parts(regex));
  return one_of(all);
}

// From behind the name's words up to the value. What is said once is compiled
// once: RE2 copies what stands in several alternatives.
std::string between() {
  const std::string quoted = one_of(kBeforeQuotes) + made_of_parts("<opened>");
  return std::string(kMoreOfWord) + "(?:" + std::string(kBlanks) + "|" +
         std::string(kMoreOfPath) + made_of_parts("<end>") + "(?:" + quoted +
         "|" + one_of(kBeforeValue) + "))";
}

// ---- Names ------------------------------------------------------------------

constexpr std::string_view kGap = " ... ";

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// "api key" -> api[_.-]?key   "(key|token)" -> (?:key|token)
std::string compact(std::string_view words) {
  std::string text(words);
  replace_all(text, "(", "(?:");
  replace_all(text, "_", "[_.-]");
  replace_all(text, " ", "[_.-]?");
  return text;
}

// The first blank that stands in no parenthesis.
std::size_t end_of_word(std::string_view words) {
  int depth = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    depth += words[i] == '(' ? 1 : words[i] == ')' ? -1 : 0;
    if (words[i] == ' ' && depth == 0) return i;
  }
  return words.size();
}

// The word and those behind it, with `sign` between them; if `mixed`, also with
// nothing from some word on: dd.api.key, dd.apiKey, ddApiKey.
void spell(std::string_view words, const std::string& before,
           std::string_view sign, bool mixed, std::vector<std::string>& out) {
  const std::size_t end = end_of_word(words);
  const std::string word = before + compact(words.substr(0, end));
  if (end == words.size()) {
    out.push_back(word);
    return;
  }
  const std::string_view rest = words.substr(end + 1);
  spell(rest, word + std::string(sign), sign, mixed, out);
  if (mixed) spell(rest, word, "", false, out);
}

// "dd api key" -> dd_api_key|dd_apikey|ddapikey|dd\.api\.key|dd\.apikey|…
// Each in full, so that each has a literal that crosses the words.
std::string spelt_out(std::string_view words) {
  std::vector<std::string> all;
  spell(words, {}, "_", true, all);
  spell(words, {}, "\\.", true, all);
  spell(words, {}, "-", false, all);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return one_of(all);
}

// Words that programs have in every other file. Others of kRareWord letters and
// more are rare by themselves.
constexpr std::size_t kRareWord = 6;
constexpr std::string_view kCommonWords[] = {
    "access",  "account",   "application", "client",  "consumer",
    "deploy",  "developer", "encryption",  "gateway", "license",
    "master",  "password",  "personal",    "private", "project",
    "public",  "record",    "secret",      "server",  "service",
    "session", "shared",    "signing",     "storage", "webhook"};

// Is there a word by which the prefilter finds the name as well as by several
// together? Then it need not be spelt out, which makes a literal each.
bool stands_out(std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    if (word.size() >= kRareWord && std::ranges::all_of(word, is_letter) &&
        std::ranges::find(kCommonWords, word) == std::end(kCommonWords)) {
      return true;
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

// DD_API_KEY, as it is written.
std::string verbatim(std::string_view name) {
  std::string text;
  if (const auto gap = name.find(kGap); gap != std::string_view::npos) {
    return verbatim(name.substr(0, gap)) + std::string(kMore) +
           verbatim(name.substr(gap + kGap.size()));
  }
  for (const char c : name) {
    if (!is_alnum(c) && c != '_') text += '\\';
    text += c;
  }
  return text;
}

std::string in_words(std::string_view name) {
  const std::size_t first = std::min(name.find(kGap), name.size());
  std::string rest = compact(name.substr(first));
  replace_all(rest, compact(kGap), kMore);
  const std::string_view words = name.substr(0, first);
  const std::string head =
      stands_out(words) ? compact(words) : spelt_out(words);
  return "(?i:" + head + rest + ")";
}

std::string name_regex(std::string_view name) {
  std::string text;
  if (name.starts_with('^')) {
    text = R"re((?:\b|_|(?i:set)))re";
    name.remove_prefix(1);
  }
  const bool is_exact = std::ranges::any_of(name, is_capital);
  return text + (is_exact ? verbatim(name) : in_words(name));
}

// What a name may be made of, whether in words or as it is written.
Result<void> check_name(std::string_view name) {
  constexpr std::string_view kSigns = " ._-^()|";
  for (const char c : name) {
    if (!is_alnum(c) && kSigns.find(c) == std::string_view::npos) {
      return Error{"has a name that is no list of words"};
    }
  }
  return {};
}

}  // namespace

Result<std::string> assignment_regex(const GivenValue& given) {
  std::vector<std::string> names;
  for (const Text name : given.names) {
    if (auto ok = check_name(name); !ok) return ok.error();
    names.push_back(name_regex(name));
  }
  std::string ahead = one_of(names) + between();
  if (!given.leads.empty()) {
    std::string leads(given.leads);
    replace_all(leads, "<given>", between());
    ahead = "(?:" + ahead + "|" + leads + ")";
  }
  const std::string value(given.value);
  if (value.find("(?P<secret>") != std::string::npos) return ahead + value;
  return ahead + "(?P<secret>" + value + ")(?:[^A-Za-z0-9_+/=-]|$)";
}

}  // namespace patrol
