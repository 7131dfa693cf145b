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
// Cost: all is bounded, the longest some hundred bytes, and most of what
// follows a name ends it after a byte or two. Names are spelt out, with each
// sign between their words, so that the literals that the prefilter looks for
// are as long as if only one spelling were known: "dd_api_k", not "api".
#include "scanner/rules/assignment_grammar.h"

#include <algorithm>
#include <array>
#include <vector>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// ---- What stands between name and value -------------------------------------

// A part of the expressions below, by the name that it has there.
struct Part {
  std::string_view name;
  std::string_view regex;
};
// A part may hold those above it.
constexpr std::array kParts = {
    // Also escaped, in JSON in a string.
    Part{"<quote>", R"re((?:\\{0,3}["'`]))re"},
    Part{"<blanks>", R"re([ \t]{0,24})re"},
    Part{"<lines>", R"re(\s{0,40})re"},
    // "name"   ENV['NAME']   $ENV{NAME}   **name**
    Part{"<end>", R"re((?:<quote>|[\]}]|\*\*){0,3})re"},
    // str   &'static str   Optional[str]   string | null   *string
    Part{"<type>",
         R"re([&*]?(?:'[a-z]{1,12} )?[A-Za-z_][A-Za-z0-9_.:<>?*]{0,30})re"
         R"re((?:\[[A-Za-z_., |]{0,24}\])?(?: \| [A-Za-z_]{1,20}){0,2}\??)re"},
    // String::from("…   []byte("…   ConvertTo-SecureString '…
    Part{"<call>", R"re((?:new |\[\]|&)?[A-Za-z_][A-Za-z0-9_.:<>-]{0,39})re"
                   R"re((?:\(|[ \t](?:-[A-Za-z]{1,12}[ \t])?)[ \t]{0,4})re"},
    // "…   b"…   @"…   {'…   """ and the value on the next line
    Part{"<opened>",
         R"re((?:[\[{(]{1,2}[ \t]{0,4})?(?:<call>){0,2})re"
         R"re([bBfFrRuUL@$]{0,2}<quote>{1,3}(?:\r?\n[ \t]{0,16})?)re"},
};

// The examples above each show it in place.
constexpr std::array<std::string_view, 15> kBetween = {
    // name = …   "name": "…"   name := …   name, "…"   name("…   NAME ||= "…"
    // ${NAME:-…}   name <- "…", and all these with the value on the next line
    R"re(<blanks>(?::=|=>|<-|:-|\?=|\|\|=|[:=,(]))re"
    R"re((?:<blanks>(?:<opened>)?|\s{1,40}<opened>))re",
    // name: str = "…   name string = "…
    R"re((?:\??[ \t]?:[ \t]{0,2}|[ \t]{1,4})<type><blanks>:?=<lines><opened>)re",
    // char name[] = "…   Name { get; set; } = "…
    R"re((?:\[[A-Za-z0-9_]{0,16}\]|[ \t]{0,2}\{[ a-z;]{2,24}\}))re"
    R"re(<blanks>=<lines><opened>)re",
    // get("NAME") or "…   env.NAME || "…   c["Name"] ?? "…   ("NAME") ?: "…
    R"re(\){0,2}\s{0,24}(?:or|\|\||\?\?|\?:)\s{0,24}<opened>)re",
    // var("NAME").unwrap_or("…   .unwrap_or_else(|_| "…   fetch("NAME") { "…
    R"re(\)(?:\.[a-z_]{2,20}\(\s{0,8}(?:\|_?\| )?| \{ )<opened>)re",
    // #define NAME "…   set $name "…   -Name '…
    R"re([ \t]{1,24}@?<quote>{1,3})re",
    // the name is …   set NAME --body "…
    R"re([ \t]{1,4}(?:(?:is|to)[ \t]|--?)re"
    R"re((?:b|body|v|value|data|secret|secret-string|plaintext)[ =])<quote>?)re",
    // <name>…   <entry key="name">…   <string name="name" a="b">…
    R"re((?:[ \t][A-Za-z:]{1,16}="[^"<>\n]{0,40}"){0,2}>\s{0,40})re"
    R"re((?:<!\[CDATA\[)?)re",
    // <key>name</key><string>…   <td><code>name</code></td><td>…
    R"re((?:</[A-Za-z]{1,16}><lines>){1,2}(?:<[A-Za-z]{1,16}><lines>){1,2})re",
    // | name | …
    R"re([ \t]{0,40}\|[ \t]{0,40}<quote>?)re",
    // "name": "NAME", "value": "…   key="NAME" value="…
    // name: NAME
    // value: …
    R"re([,;]?<lines><quote>?(?i:[a-z]{0,12}value|val|default)<quote>?)re"
    R"re(<blanks>[:=]<blanks><quote>{0,3})re",
    // variable "name" { type = string
    //   default = "…
    R"re([ \t]\{\s{1,16}(?:[a-z_]{1,16}<blanks>=[^\n]{0,100}\n\s{0,16}){0,3})re"
    R"re(default<blanks>=<blanks><quote>)re",
    // (id, name) VALUES (7, '…
    R"re((?:,[^()"'=]{0,80})?\)\s{0,16}(?i:values)\s{0,8}\()re"
    R"re((?:[^()=]{0,80},\s{0,4})?<quote>)re",
    // - --name
    // - …
    R"re(\r?\n[ \t]{0,24}-[ \t]{1,4}<quote>?)re",
    // name: >-
    //   …
    R"re(:[ \t]{0,4}[|>][+-]?[ \t]{0,4}\r?\n[ \t]{1,24})re",
};

// ENV NAME …   --name …   Not behind the name of a file, where lists of sums
// have it.
constexpr std::string_view kBareBetween =
    R"re([A-Za-z0-9_-]{0,30}[ \t]{1,4})re";

constexpr std::string_view kMore = "[A-Za-z0-9_.-]{0,30}";

void replace_all(std::string& text, std::string_view what,
                 std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;
       at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

std::string joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const std::string& choice : choices) {
    text += (text.empty() ? "" : "|") + choice;
  }
  return text;
}

std::string made_of_parts(std::string_view regex) {
  std::string text(regex);
  for (auto part = kParts.rbegin(); part != kParts.rend(); ++part) {
    replace_all(text, part->name, part->regex);
  }
  return text;
}

std::string between() {
  std::vector<std::string> all;
  for (std::string_view regex : kBetween) all.push_back(made_of_parts(regex));
  return "(?:" + std::string(kMore) + made_of_parts("<end>") +
         "(?:" + joined(all) + ")|" + std::string(kBareBetween) + ")";
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

// The word, and the words behind it each behind `sign` or, if `mixed`, nothing.
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
  if (mixed) spell(rest, word, sign, mixed, out);
}

// "dd api key" -> dd_api_key|dd_apikey|ddapi_key|ddapikey|dd\.api\.key|…
// Each in full, so that each has a literal that crosses the words.
std::string spelt_out(std::string_view words) {
  std::vector<std::string> all;
  spell(words, {}, "_", true, all);
  spell(words, {}, "\\.", true, all);  // dd.apiKey
  spell(words, {}, "-", false, all);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return joined(all);
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
  return "(?i:(?:" + spelt_out(name.substr(0, first)) + ")" + rest + ")";
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
  std::string ahead = "(?:" + joined(names) + ")" + between();
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
