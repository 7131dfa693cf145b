#include "scanner/rules/catalogue_source.h"

#include <array>
#include <charconv>

namespace patrol {
namespace {

// Characters of text on one line of source, before escapes.
constexpr std::size_t kPiece = 60;

// One byte of a string literal. Octal, because a hexadecimal escape has no end
// of its own; '?' escaped, so that no two make a trigraph.
void append_escaped(char c, std::string& to) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\' || c == '?') {
    to += '\\';
    to += c;
  } else if (byte >= 0x20 && byte < 0x7F) {
    to += c;
  } else {
    to += '\\';
    for (int shift = 6; shift >= 0; shift -= 3) {
      to += static_cast<char>('0' + (byte >> shift & 7));
    }
  }
}

// {"text", 4}: with its length, since a text may hold a NUL.
std::string text(Text value) {
  std::string out = "{\"";
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i != 0 && i % kPiece == 0) out += "\"\n     \"";
    append_escaped(value[i], out);
  }
  return out + "\", " + std::to_string(value.size()) + "}";
}

std::string number(std::uint64_t value) { return std::to_string(value); }

// The shortest decimal that reads back as the same double.
std::string number(double value) {
  std::array<char, 32> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), end.ptr};
}

std::string boolean(bool value) { return value ? "true" : "false"; }

std::string reach(const Reach& value) {
  return "{.before = " + number(std::uint64_t{value.before}) +
         ", .after = " + number(std::uint64_t{value.after}) +
         ", .fixed_start = " + boolean(value.fixed_start) + "}";
}

std::string set(const ByteSet& value) {
  std::string bits;
  for (std::uint64_t word : value.bits) bits += number(word) + "u, ";
  return "{{" + bits + "}}";
}

std::string literal(const LiteralTrigger& value) {
  return "{.text = " + text(value.text) +
         ", .caseless = " + boolean(value.caseless) +
         ", .reach = " + reach(value.reach) +
         ", .before = " + set(value.before) + ", .after = " + set(value.after) +
         "}";
}

std::string run(const RunTrigger& value) {
  return "{.set = " + set(value.set) +
         ", .length = " + number(std::uint64_t{value.length}) +
         ", .reach = " + reach(value.reach) + "}";
}

std::string claim(const Claim& value) {
  return "{.name = " + text(value.name) +
         ", .contains = " + text(value.contains) + "}";
}

std::string required(const Required& value) {
  return "{.id = " + text(value.id) +
         ", .within_lines = " + number(std::uint64_t{value.within_lines}) +
         "u, .within_columns = " + number(std::uint64_t{value.within_columns}) +
         "u}";
}

std::string answer(const Answer& value) {
  constexpr std::array kNames = {"kLive", "kRestricted", "kDead", "kRevoked"};
  return "{.verdict = LiveVerdict::" +
         std::string(kNames[static_cast<std::size_t>(value.verdict)]) +
         ", .status = " + number(std::uint64_t{value.status}) +
         "u, .text = " + text(value.text) + "}";
}

std::string severity(Severity level) {
  constexpr std::array kNames = {"kLow", "kMedium", "kHigh", "kCritical"};
  return std::string("Severity::") + kNames[static_cast<std::size_t>(level)];
}

std::string confidence(Confidence level) {
  constexpr std::array kNames = {"kLow", "kMedium", "kHigh", "kCertain"};
  return std::string("Confidence::") + kNames[static_cast<std::size_t>(level)];
}

// Writes a rule's arrays in front of the table of rules, and the rule itself
// into it.
class Writer {
 public:
  explicit Writer(View<Rule> from) {
    for (const Rule& rule : from) write(rule);
  }

  std::string arrays;
  std::string rules;

 private:
  void field(std::string_view name, const std::string& value) {
    rules += "     ." + std::string(name) + " = " + value + ",\n";
  }

  // An array of its own, and its name; "{}" for an empty one.
  template <typename T>
  std::string array(std::string_view type, View<T> items,
                    std::string (*print)(const T&)) {
    if (items.empty()) return "{}";
    std::string name = "kArray" + std::to_string(count_++);
    arrays += "constexpr " + std::string(type) + " " + name + "[] = {\n";
    for (const T& item : items) arrays += "    " + print(item) + ",\n";
    arrays += "};\n";
    return name;
  }

  std::string texts(View<Text> items) {
    return array<Text>("Text", items,
                       [](const Text& item) { return text(item); });
  }

  void write(const Rule& rule) {
    rules += "    {\n";
    field("id", text(rule.id));
    field("name", text(rule.name));
    field("description", text(rule.description));
    field("opens", text(rule.opens));
    field("regex", text(rule.regex));
    field("secret_group", number(std::uint64_t{rule.secret_group}));
    field("severity", severity(rule.severity));
    field("confidence", confidence(rule.confidence));
    field("entropy", number(rule.entropy));
    field("checksum", text(rule.checksum));
    field("checksum_seeds", texts(rule.checksum_seeds));
    field("structure", text(rule.structure));
    field("carrier", text(rule.carrier));
    field("servers", texts(rule.servers));
    field("claims", array("Claim", rule.claims, claim));
    field("near", texts(rule.near));
    field("max_length", number(std::uint64_t{rule.max_length}));
    field("keywords", texts(rule.keywords));
    field("path", text(rule.path));
    field("human_chosen", boolean(rule.human_chosen));
    field("generic", boolean(rule.generic));
    field("required", array("Required", rule.required, required));
    field("skip_report", boolean(rule.skip_report));
    field("aliases", texts(rule.aliases));
    field("tags", texts(rule.tags));
    field("references", texts(rule.references));
    field("examples", texts(rule.examples));
    field("counterexamples", texts(rule.counterexamples));
    field("remediation", "{.text = " + text(rule.remediation.text) +
                             ", .url = " + text(rule.remediation.url) + "}");
    field("verify", recipe(rule.verify));
    field("revoke", recipe(rule.revoke));
    field("trigger",
          "{.literals = " +
              array("LiteralTrigger", rule.trigger.literals, literal) +
              ", .run = " + run(rule.trigger.run) + "}");
    rules += "    },\n";
  }

  std::string recipe(const Recipe& value) {
    if (!value.is_there() && value.none.empty()) return "{}";
    return "{.procedure = " + text(value.procedure) +
           ", .method = " + text(value.method) + ", .url = " + text(value.url) +
           ", .host = " + text(value.host) +
           ", .headers = " + texts(value.headers) +
           ", .basic = " + text(value.basic) + ", .body = " + text(value.body) +
           ", .answers = " + array("Answer", value.answers, answer) +
           ", .account = " + text(value.account) +
           ", .scopes = " + text(value.scopes) +
           ", .expires = " + text(value.expires) +
           ", .none = " + text(value.none) + "}";
  }

  std::size_t count_ = 0;  // of arrays
};

constexpr std::string_view kHead = R"(// Made by the build from patterns/*.toml.
#include "scanner/rules/ruleset.h"

extern "C" {
extern const char patrol_database_begin[];
extern const char patrol_database_end[];
}

namespace patrol {
namespace {

)";

constexpr std::string_view kFoot = R"(};

}  // namespace

RuleSet builtin_rules() { return RuleSet(kRules, kDigest); }

std::string_view builtin_database() {
  return {patrol_database_begin,
          static_cast<std::size_t>(patrol_database_end -
                                   patrol_database_begin)};
}

}  // namespace patrol
)";

}  // namespace

std::string catalogue_source(const RuleSet& rules) {
  const Writer written(rules.rules());
  return std::string(kHead) + written.arrays +
         "\nconstexpr char kDigest[] = \"" + rules.digest() +
         "\";\n\nconstexpr Rule kRules[] = {\n" + written.rules +
         std::string(kFoot);
}

std::string catalogue_assembly(std::string_view database) {
  return "        .section .rodata\n"
         "        .balign 64\n"
         "        .globl patrol_database_begin\n"
         "        .hidden patrol_database_begin\n"
         "patrol_database_begin:\n"
         "        .incbin \"" +
         std::string(database) +
         "\"\n"
         "        .globl patrol_database_end\n"
         "        .hidden patrol_database_end\n"
         "patrol_database_end:\n"
         "        .byte 0\n"
         "        .section .note.GNU-stack,\"\",%progbits\n";
}

}  // namespace patrol
